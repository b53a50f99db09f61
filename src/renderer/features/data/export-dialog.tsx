import { useApolloClient } from '@apollo/client/react'
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useData } from './data-context.tsx'
import type { ExportFormat } from './export-format.ts'
import { type ExportSource, exportRecords } from './export-records.ts'

interface ExportDialogProps {
  readonly what: string
  readonly source: ExportSource
  readonly onClose: () => void
}

const formats = [
  { value: 'json', label: 'JSON', description: 'One list. An import takes it as it is.' },
  { value: 'ndjson', label: 'NDJSON', description: 'One record a line, for large amounts.' },
  { value: 'csv', label: 'CSV', description: 'A table for spreadsheets: a column for each field.' },
] as const

/** Chooses the form of a file that records are exported to. */
export function ExportDialog({ what, source, onClose }: ExportDialogProps) {
  const client = useApolloClient()
  const { tasks } = useData()
  const [format, setFormat] = useState<ExportFormat>('json')
  const start = () => {
    const name = `evault-${new Date().toISOString().slice(0, 10)}`
    tasks.dismiss()
    tasks.run('Exporting', (watch) => exportRecords(client, source, format, name, watch))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Export ${what}`}
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="lg">
        <Radio.Group
          label="Format"
          value={format}
          onChange={(value) => setFormat(value as ExportFormat)}
        >
          <Stack gap="sm" mt={8}>
            {formats.map((it) => (
              <Radio key={it.value} {...it} />
            ))}
          </Stack>
        </Radio.Group>
        <Text c="dimmed">The file is not encrypted: whoever has it can read the records.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={start} data-autofocus>
            Export
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
