import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useId } from 'react'
import { Time } from '../../components/time.tsx'
import { ToneBox } from '../../components/tone-box.tsx'
import { vaultWords } from '../../components/vault-words.ts'
import { isFailedProof } from './backup-trouble.ts'
import classes from './backups.module.css'
import type { BackupFailure } from './use-backups.ts'
import { cancelledWords, differenceText, failureTitles } from './words.ts'

/** Why the last attempts failed, with the way out. What the owner cancelled is said quietly. */
export function BackupFailures({ failures }: { failures: readonly BackupFailure[] }) {
  return failures.map((failure) =>
    failure.code === 'CANCELLED' ? (
      <p key={failure.work} className={classes.cancelled}>
        {cancelledWords[failure.work]} <Time value={failure.at} />
      </p>
    ) : (
      <Failure key={failure.work} failure={failure} />
    ),
  )
}

function Failure({ failure }: { failure: BackupFailure }) {
  const id = useId()
  return (
    <ToneBox
      tone={isFailedProof(failure) ? 'bad' : 'warn'}
      icon={<IconAlertTriangle size={20} />}
      labelledBy={id}
      below={<Differences differences={failure.differences} />}
    >
      <div className={classes.words}>
        <strong id={id}>{failureTitles[failure.work]}</strong>
        <span>{vaultWords(failure)}</span>
        <span className={classes.more}>
          <Trans>
            Tried <Time value={failure.at} />
          </Trans>
        </span>
      </div>
    </ToneBox>
  )
}

function Differences({ differences }: Pick<BackupFailure, 'differences'>) {
  if (differences.length === 0) return null
  return (
    <details>
      <summary>
        <Trans>What differs</Trans>
      </summary>
      <ul className={classes.differences}>
        {differences.map((difference) => (
          <li key={difference.part}>{differenceText(difference)}</li>
        ))}
      </ul>
    </details>
  )
}
