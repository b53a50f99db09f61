import { useApolloClient } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useData } from './data-context.tsx'
import type { ExportFormat } from './export-format.ts'
import { type ExportSource, exportRecords } from './export-records.ts'

interface ExportDialogProps {
  /** How many records are meant. */
  readonly count: number
  readonly source: ExportSource
  readonly onClose: () => void
}

const formats = [
  { value: 'json', label: 'JSON', description: t`One list. An import takes it as it is.` },
  { value: 'ndjson', label: 'NDJSON', description: t`One record a line, for large amounts.` },
  {
    value: 'csv',
    label: 'CSV',
    description: t`A table for spreadsheets: a column for each field.`,
  },
] as const

/** Chooses the form of a file that records are exported to. */
export function ExportDialog({ count, source, onClose }: ExportDialogProps) {
  const client = useApolloClient()
  const { tasks } = useData()
  const [format, setFormat] = useState<ExportFormat>('json')
  const start = () => {
    const name = `evault-${new Date().toISOString().slice(0, 10)}`
    tasks.dismiss()
    tasks.run(t`Exporting`, (watch) => exportRecords(client, source, format, name, watch))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={plural(count, { one: 'Export # record', other: 'Export # records' })}
      size={480}
    >
      <Stack gap="lg">
        <Radio.Group
          label={t`Format`}
          value={format}
          onChange={(value) => setFormat(value as ExportFormat)}
        >
          <Stack gap="sm" mt={8}>
            {formats.map((it) => (
              <Radio key={it.value} {...it} />
            ))}
          </Stack>
        </Radio.Group>
        <Text c="dimmed">
          <Trans>The file is not encrypted: whoever has it can read the records.</Trans>
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button onClick={start} data-autofocus>
            <Trans context="verb">Export</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
