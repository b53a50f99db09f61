import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { ErrorNotice } from '../../components/notice.tsx'
import { FriendsSection } from '../recovery/friends-section.tsx'
import { RecoveryCards } from '../recovery/recovery-cards.tsx'
import { RequestsSection } from '../recovery/requests-section.tsx'
import { type RecoveryRequest, useRecovery } from '../recovery/use-recovery.ts'
import { LinkDialog } from '../sessions/link-dialog.tsx'
import { SessionsSection } from '../sessions/sessions-section.tsx'
import { IdentityHeader } from './identity-header.tsx'
import { IdentityLog } from './identity-log.tsx'
import classes from './identity-screen.module.css'
import { KeysSection } from './keys-section.tsx'
import { RecoveryKit } from './recovery-kit.tsx'
import { type Identity, useIdentity } from './use-identity.ts'

/** Who the owner is to others: the eName, the keys that speak for it, and their history. */
export function IdentityScreen() {
  const { identity, isEmpty, error, refetch } = useIdentity()
  const state = useRecovery()
  // Together, so that nothing moves when the second comes.
  const isKnown = identity !== null && (state.recovery !== undefined || state.error)
  return (
    <div className={classes.screen}>
      <div className={classes.column}>
        {!isKnown && (
          <VisuallyHidden component="h1">
            <Trans>Your identity</Trans>
          </VisuallyHidden>
        )}
        {isKnown && <Content identity={identity} isEmpty={isEmpty} state={state} />}
        {!identity && error && (
          <ErrorNotice
            title={t`Your identity could not be read`}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {!isKnown && !error && <Placeholder />}
      </div>
      <LinkDialog />
    </div>
  )
}

interface ContentProps {
  readonly identity: Identity
  readonly isEmpty: boolean
  readonly state: ReturnType<typeof useRecovery>
}

function Content({ identity, isEmpty, state }: ContentProps) {
  const { ename, keyless, log } = identity
  const { requests = [] } = state
  const isAsked = useEverAsked(requests)
  useNamedSection()
  const others = requests.length > 0 && <RequestsSection requests={requests} keyless={keyless} />
  return (
    <>
      <RecoveryCards identity={identity} state={state} />
      <IdentityHeader ename={ename} />
      {isAsked && others}
      <KeysSection identity={identity} />
      <RecoveryKit head={log.at(-1)?.versionId} isVaultEmpty={isEmpty} keyless={keyless} />
      <FriendsSection identity={identity} />
      {!isAsked && others}
      <SessionsSection />
      <IdentityLog log={log} />
    </>
  )
}

/** Goes to the section that the address names, as the Overview's links do. */
function useNamedSection(): void {
  const { hash } = useLocation()
  useEffect(() => {
    const section = document.getElementById(hash.slice(1))
    section?.scrollIntoView({ block: 'nearest' })
    section?.focus()
  }, [hash])
}

/** Whether somebody waits for an answer, or did since the screen was opened: nothing moves away. */
function useEverAsked(requests: readonly RecoveryRequest[]): boolean {
  const [everAsked, setEverAsked] = useState(false)
  const isAsked = requests.some(({ status }) => status === 'pending')
  if (isAsked && !everAsked) setEverAsked(true)
  return isAsked || everAsked
}

function Placeholder() {
  return (
    <div className={classes.placeholder} role="status" aria-label={t`Your identity is being read`}>
      <Skeleton height={148} />
      <Skeleton height={120} />
      <Skeleton height={104} />
      <Skeleton height={104} />
    </div>
  )
}
