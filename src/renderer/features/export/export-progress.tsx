import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Progress, Text } from '@mantine/core'
import classes from './export-section.module.css'
import type { Run } from './use-export.ts'

/** How far it is, and the way to end it. */
export function ExportProgress({ run, onCancel }: { run: Run; onCancel: () => void }) {
  const { state, done, total, file } = run
  const share = total === null || total === 0 ? 0 : (100 * done) / total
  const percent = Math.min(100, Math.floor(share))
  const words = state === 'signing' ? t`Confirm the signature…` : t`${percent} %`
  return (
    <div className={classes.progress}>
      <span className={classes.path}>
        <Trans>Exporting to {file}. Your vault goes on meanwhile.</Trans>
      </span>
      <Progress value={percent} size="lg" aria-label={t`Exporting everything`} />
      <div className={classes.row}>
        <Text c="dimmed" role="status" flex={1}>
          {words}
        </Text>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  )
}
