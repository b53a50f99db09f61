import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCertificate,
  IconCircleDashed,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconKey,
} from '@tabler/icons-react'
import type { KeychainStatus } from '../../../ipc/contract.ts'
import { useNow } from '../../components/now.ts'
import { ShortKey } from '../../components/short-id.tsx'
import { Age, Time } from '../../components/time.tsx'
import { clockTime } from '../../components/time-text.ts'
import { type Caller, callerOf } from '../access/caller.ts'
import { useVault } from '../vault/vault-context.tsx'
import type { IdentityKey } from './device-key.ts'
import { keyName } from './key-name.ts'
import classes from './keys-section.module.css'

interface KeyRowProps {
  readonly identityKey: IdentityKey
  /** Keeps the keys of this computer. */
  readonly keychain: KeychainStatus
  readonly onRenew: () => void
  readonly onRevoke: () => void
}

/** A key in use: where it is, since when, who vouches for it, and how to end it. */
export function KeyRow({ identityKey: key, keychain, onRenew, onRevoke }: KeyRowProps) {
  const name = keyName(key)
  return (
    <li className={classes.key}>
      <KeyIcon identityKey={key} />
      <div className={classes.facts}>
        <div className={classes.name}>
          <strong dir="auto">{name}</strong>
          <ShortKey publicKey={key.publicKey} />
        </div>
        <KeyFacts identityKey={key} keychainName={keychain.name} />
        <CertificateState until={key.certifiedUntil} />
        {key.isThisComputer && keychain.weak && <WeakKeychain />}
      </div>
      <KeyAction identityKey={key} name={name} onRenew={onRenew} onRevoke={onRevoke} />
    </li>
  )
}

/** What is known of a key, each by itself: no language has to join them to a sentence. */
function KeyFacts(props: { identityKey: IdentityKey; keychainName: string }) {
  const { keychainName } = props
  const { since, lastUsedAt, isThisComputer, addedBy } = props.identityKey
  return (
    <div className={classes.keyFacts}>
      <span>
        <Trans>
          In use for <Age since={since} />
        </Trans>
      </span>
      <span>
        {lastUsedAt ? (
          <Trans>
            Last used <Time value={lastUsedAt} />
          </Trans>
        ) : (
          t`Not used yet`
        )}
      </span>
      {isThisComputer && <span>{t`Kept in ${keychainName}`}</span>}
      {addedBy && <span>{addedByText(callerOf(addedBy))}</span>}
    </div>
  )
}

function addedByText({ kind, name }: Caller): string {
  if (kind === 'owner') return t`Added by you`
  return name ? t`Added by ${name}` : t`Added by a program without a token`
}

function KeyIcon({ identityKey }: { identityKey: IdentityKey }) {
  if (identityKey.isThisComputer) return <IconDeviceDesktop size={20} aria-hidden="true" />
  if (identityKey.isInLog) return <IconKey size={20} aria-hidden="true" />
  return <IconDeviceMobile size={20} aria-hidden="true" />
}

function KeyAction(props: {
  identityKey: IdentityKey
  name: string
  onRenew: () => void
  onRevoke: () => void
}) {
  const { writable } = useVault()
  const { name, identityKey } = props
  const { isThisComputer, isInLog } = identityKey
  if (isThisComputer) {
    return (
      <Button variant="default" size="compact-md" disabled={!writable} onClick={props.onRenew}>
        <Trans>Renew key…</Trans>
      </Button>
    )
  }
  // Keys of the identity log end with a renewal where they are kept.
  if (isInLog) return null
  return (
    <Button
      variant="default"
      size="compact-md"
      disabled={!writable}
      aria-label={t`Revoke ${name}…`}
      onClick={props.onRevoke}
    >
      <Trans>Revoke…</Trans>
    </Button>
  )
}

function CertificateState({ until }: { until: string | null }) {
  const now = useNow('halfMinute')
  if (until === null) {
    return (
      <span className={classes.state}>
        <IconCircleDashed size={16} aria-hidden="true" />
        <Trans>Not vouched for yet: the registry has not answered</Trans>
      </span>
    )
  }
  const end = clockTime(Date.parse(until), now)
  return (
    <Tooltip
      label={t`A certificate of the registry says that this key is yours. It is renewed by itself.`}
      position="bottom-start"
    >
      <span className={classes.state} data-tone="ok">
        <IconCertificate size={16} aria-hidden="true" />
        <span>
          <Trans>
            Vouched for by the registry until <time dateTime={until}>{end}</time>
          </Trans>
        </span>
      </span>
    </Tooltip>
  )
}

function WeakKeychain() {
  return (
    <span className={classes.state} data-tone="warn">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Trans>Weak key storage: whoever reads this disk can act as you.</Trans>
    </span>
  )
}
