import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconFileExport } from '@tabler/icons-react'
import { Callout } from '../../components/callout.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { ExportProgress } from './export-progress.tsx'
import { ExportResult } from './export-result.tsx'
import classes from './export-section.module.css'
import { isUnderWay, useExport } from './use-export.ts'

/** Writes everything to one file that is readable without this app. */
export function ExportSection() {
  const { run, error, refetch, start, cancel, refusals, failure, sending } = useExport()
  return (
    <Section
      title={t`Export`}
      hint={t`All that your vault holds, in one file that can be read without this app, and brought back into an empty vault.`}
    >
      <Callout
        tone="warn"
        icon={<IconAlertTriangle size={20} />}
        title={t`The archive is not encrypted`}
      >
        <p className={classes.text}>
          <Trans>
            Whoever has the file reads everything in it: your records and files, what they were
            before, who came and what they were sent, your decisions and settings. Keep it where
            nobody else does.
          </Trans>
        </p>
        <p className={classes.text}>
          <Trans>
            Your private keys are not in it: those are in your recovery kit. For copies that nobody
            else can read, make backups.
          </Trans>
        </p>
      </Callout>
      {run === undefined && error && (
        <ErrorNotice
          title={t`The export could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {run === undefined && !error && <Skeleton height={64} />}
      {run && isUnderWay(run) && <ExportProgress run={run} onCancel={() => void cancel()} />}
      {run && !isUnderWay(run) && <ExportResult run={run} />}
      <RefusalAlert title={t`Nothing was exported`} refusals={refusals} />
      {failure && (
        <Alert color="red" role="alert" title={t`Nothing was exported`}>
          {failure}
        </Alert>
      )}
      {run !== undefined && !isUnderWay(run) && (
        <div>
          <Button
            leftSection={<IconFileExport size={16} />}
            loading={sending}
            onClick={() => void start()}
          >
            <Trans>Export everything…</Trans>
          </Button>
        </div>
      )}
    </Section>
  )
}
