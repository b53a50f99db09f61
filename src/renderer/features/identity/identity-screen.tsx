import { Skeleton, VisuallyHidden } from '@mantine/core'
import { ErrorNotice } from '../../components/notice.tsx'
import { IdentityHeader } from './identity-header.tsx'
import { IdentityLog } from './identity-log.tsx'
import classes from './identity-screen.module.css'
import { KeysSection } from './keys-section.tsx'
import { RecoveryKit } from './recovery-kit.tsx'
import { useIdentity } from './use-identity.ts'

/** Who the owner is to others: the eName, the keys that speak for it, and their history. */
export function IdentityScreen() {
  const { identity, isEmpty, error, refetch } = useIdentity()
  return (
    <div className={classes.screen}>
      <div className={classes.column}>
        {!identity && <VisuallyHidden component="h1">Your identity</VisuallyHidden>}
        {identity && (
          <>
            <IdentityHeader ename={identity.ename} />
            <KeysSection identity={identity} />
            <RecoveryKit head={identity.log.at(-1)?.versionId} isVaultEmpty={isEmpty} />
            <IdentityLog log={identity.log} />
          </>
        )}
        {!identity && error && (
          <ErrorNotice
            title="Your identity could not be read"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {!identity && !error && <Placeholder />}
      </div>
    </div>
  )
}

function Placeholder() {
  return (
    <div className={classes.placeholder} role="status" aria-label="Your identity is being read">
      <Skeleton height={148} />
      <Skeleton height={120} />
      <Skeleton height={104} />
      <Skeleton height={104} />
    </div>
  )
}
