import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { IconProgress } from '@tabler/icons-react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { ToneBox } from '../../components/tone-box.tsx'
import { useChange } from '../../components/use-change.ts'
import { CancelBackupWorkDocument } from '../../graphql/documents.generated.ts'
import { fileSizeText } from '../records/file-text.ts'
import classes from './backups.module.css'
import type { Backups } from './use-backups.ts'
import { percentOf, runningWords } from './words.ts'

type Run = NonNullable<Backups['running']>

/** What is under way, how far it is, and the way to end it. It goes on while the window is closed. */
export function RunningWork({ running }: { running: Run | null }) {
  return (
    <>
      {/* Always there, so that a screen reader says what comes into it. */}
      <div role="status" className={classes.announced}>
        {running && runningWords[running.work]}
      </div>
      {running && <Run running={running} />}
    </>
  )
}

function Run({ running }: { running: Run }) {
  const [cancel] = useMutation(CancelBackupWorkDocument)
  const { change, refusals, sending } = useChange()
  const percent = percentOf(running)
  const words = runningWords[running.work]
  return (
    <ToneBox
      tone="plain"
      icon={<IconProgress size={20} stroke={1.75} />}
      action={
        <Button
          variant="default"
          size="compact-md"
          loading={sending}
          onClick={() => void change(() => cancel())}
        >
          <Trans>Cancel</Trans>
        </Button>
      }
      below={
        <>
          <Progress value={percent ?? 0} aria-label={words} />
          <RefusalAlert title={t`It was not cancelled`} refusals={refusals} />
        </>
      }
    >
      <div className={classes.words}>
        <strong>{words}</strong>
        <span className={classes.more}>{progressText(running, percent)}</span>
      </div>
    </ToneBox>
  )
}

function progressText({ done, total }: Run, percent: number | null): string {
  if (percent === null || total === null) return t`You can go on meanwhile.`
  const has = fileSizeText(done)
  const all = fileSizeText(total)
  return t`${percent} %, ${has} of ${all}. You can go on meanwhile.`
}
