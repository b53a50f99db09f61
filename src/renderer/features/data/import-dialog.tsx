import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, FileButton, Group, Modal, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, useCallback, useEffect, useState } from 'react'
import { useData } from './data-context.tsx'
import classes from './import-dialog.module.css'
import { importedEndings, readSource, type SourceFile } from './import-file.ts'
import type { ImportPlan } from './import-plan.ts'
import { ImportPlanForm } from './import-plan-form.tsx'
import { importRecords } from './import-records.ts'

interface ImportDialogProps {
  readonly type: string | null
  /** What was dropped already; null where it is still to be chosen. */
  readonly dropped: File | null
  readonly onClose: () => void
}

/** Takes records from a file: choose it, look at it, say what it becomes. */
export function ImportDialog({ type, dropped, onClose }: ImportDialogProps) {
  const client = useApolloClient()
  const { tasks } = useData()
  const { file, problem, read } = useSource(dropped)
  const name = file?.name
  const start = (plan: ImportPlan) => {
    if (!file) return
    tasks.dismiss()
    tasks.run(t`Importing`, (watch) => importRecords(client, file, plan, watch))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={name === undefined ? t`Import records` : t`Import ${name}`}
      size={720}
      closeOnClickOutside={false}
    >
      <Stack gap="lg">
        {problem !== null && (
          <Alert color="red" role="alert" title={t`The file can’t be imported`}>
            {problem}
          </Alert>
        )}
        {file ? (
          <ImportPlanForm
            key={file.name}
            file={file}
            type={type}
            onStart={start}
            onClose={onClose}
          />
        ) : (
          <Chooser onFile={read} />
        )}
      </Stack>
    </Modal>
  )
}

function Chooser({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileImport size={24} aria-hidden="true" />
      <Text>
        <Trans>Drop a file here: a JSON list, NDJSON or CSV.</Trans>
      </Text>
      <Group gap="sm">
        <FileButton onChange={(file) => file && onFile(file)} accept={importedEndings.join()}>
          {(props) => (
            <Button {...props} variant="default">
              <Trans>Choose a file…</Trans>
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  )
}

function useSource(dropped: File | null) {
  const [file, setFile] = useState<SourceFile | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useCallback(async (chosen: File) => {
    setProblem(null)
    try {
      setFile(readSource(chosen.name, await chosen.text()))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }, [])
  useEffect(() => {
    if (dropped !== null) void read(dropped)
  }, [dropped, read])
  return { file, problem, read: (chosen: File) => void read(chosen) }
}
