import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useNow } from '../../components/now.ts'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Time } from '../../components/time.tsx'
import { clockTime } from '../../components/time-text.ts'
import { ToneBox } from '../../components/tone-box.tsx'
import { useChange } from '../../components/use-change.ts'
import { BackUpNowDocument, ProveBackupDocument } from '../../graphql/documents.generated.ts'
import { fileSizeText } from '../records/file-text.ts'
import { isFailedProof } from './backup-trouble.ts'
import classes from './backups.module.css'
import type { Backups } from './use-backups.ts'

/** The latest backup, and what is proven of it. */
export function BackupStates({ backups }: { backups: Backups }) {
  return (
    <>
      <LatestBackup backups={backups} />
      <Proof backups={backups} />
    </>
  )
}

type Tone = 'ok' | 'warn' | 'plain'
const icons = { ok: IconCircleCheck, warn: IconAlertTriangle, plain: IconCircleDashed } as const

interface StateProps {
  readonly tone: Tone
  readonly title: ReactNode
  readonly more: ReactNode
  readonly action: ReactNode
  readonly below: ReactNode
}

function State({ tone, title, more, action, below }: StateProps) {
  const Icon = icons[tone]
  return (
    <ToneBox tone={tone} icon={<Icon size={20} />} action={action} below={below}>
      <div className={classes.words}>
        <strong>{title}</strong>
        <span className={classes.more}>{more}</span>
      </div>
    </ToneBox>
  )
}

function LatestBackup({ backups }: { backups: Backups }) {
  const { latest, isStale, running } = backups
  const [backUp] = useMutation(BackUpNowDocument)
  const { change, refusals, sending } = useChange()
  return (
    <State
      tone={isStale ? 'warn' : latest ? 'ok' : 'plain'}
      title={
        latest ? (
          isStale ? (
            <Trans>
              Latest backup <Time value={latest.at} />: out of date
            </Trans>
          ) : (
            <Trans>
              Latest backup <Time value={latest.at} />
            </Trans>
          )
        ) : (
          <Trans>There is no backup yet</Trans>
        )
      }
      more={<LatestMore backups={backups} />}
      action={
        <Button
          size="compact-md"
          loading={sending}
          disabled={running !== null}
          onClick={() => void change(() => backUp())}
        >
          <Trans>Back up now</Trans>
        </Button>
      }
      below={<RefusalAlert title={t`No backup was begun`} refusals={refusals} />}
    />
  )
}

function LatestMore({ backups: { latest, dueAt, running } }: { backups: Backups }) {
  const size = fileSizeText(latest?.bytes ?? 0)
  const added = fileSizeText(latest?.added ?? 0)
  return (
    <>
      {latest && (
        <>
          <Trans>
            {size}. {added} were new at the place.
          </Trans>{' '}
        </>
      )}
      {dueAt !== null && running === null && <Due at={dueAt} />}
    </>
  )
}

function Due({ at }: { at: string }) {
  const now = useNow('halfMinute')
  // It is begun within a minute.
  if (Date.parse(at) <= now + 60_000) return <Trans>The next one is due now.</Trans>
  const time = clockTime(Date.parse(at), now)
  return <Trans>The next one is due {time}.</Trans>
}

function Proof({ backups: { latest, proven, running, failures } }: { backups: Backups }) {
  const hasFailed = failures.some(isFailedProof)
  const [prove] = useMutation(ProveBackupDocument)
  const { change, refusals, sending } = useChange()
  return (
    <State
      tone={proven && !hasFailed ? 'ok' : 'plain'}
      title={<ProofTitle proven={proven} hasFailed={hasFailed} />}
      more={
        <>
          {proven && (
            <>
              <Trans>
                The backup made <Time value={proven.at} /> was found whole.
              </Trans>{' '}
            </>
          )}
          <Trans>
            A trial restores the latest backup beside your vault, compares every record and file,
            and removes what it restored.
          </Trans>
        </>
      }
      action={
        <Button
          variant="default"
          size="compact-md"
          loading={sending}
          disabled={running !== null || latest === null}
          onClick={() => void change(() => prove())}
        >
          <Trans>Prove now</Trans>
        </Button>
      }
      below={<RefusalAlert title={t`No trial was begun`} refusals={refusals} />}
    />
  )
}

function ProofTitle({ proven, hasFailed }: Pick<Backups, 'proven'> & { hasFailed: boolean }) {
  if (proven === null) return <Trans>Not proven restorable yet</Trans>
  // It may have been damaged since.
  if (hasFailed) {
    return (
      <Trans>
        Last proven restorable <Time value={proven.provenAt} />
      </Trans>
    )
  }
  return (
    <Trans>
      Proven restorable <Time value={proven.provenAt} />
    </Trans>
  )
}
