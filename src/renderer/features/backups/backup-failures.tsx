import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Callout } from '../../components/callout.tsx'
import { Time } from '../../components/time.tsx'
import { vaultWords } from '../../components/vault-words.ts'
import { isFailedProof } from './backup-trouble.ts'
import classes from './backups.module.css'
import type { BackupFailure } from './use-backups.ts'
import { cancelledWords, failureTitles } from './words.ts'

/** Why the last attempts failed, with the way out. What the owner cancelled is said quietly. */
export function BackupFailures({ failures }: { failures: readonly BackupFailure[] }) {
  return failures.map((failure) =>
    failure.code === 'CANCELLED' ? (
      <p key={failure.work} className={classes.cancelled}>
        {cancelledWords[failure.work]} <Time value={failure.at} />
      </p>
    ) : (
      <Callout
        key={failure.work}
        tone={isFailedProof(failure) ? 'bad' : 'warn'}
        icon={<IconAlertTriangle size={20} />}
        title={failureTitles[failure.work]}
      >
        <p>
          {vaultWords(failure)} <Time value={failure.at} />
        </p>
        <Differences differences={failure.differences} />
      </Callout>
    ),
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
          <li key={difference}>{difference}</li>
        ))}
      </ul>
    </details>
  )
}
