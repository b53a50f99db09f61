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
  const { addedBy } = key
  const { name: keychainName } = keychain
  return (
    <li className={classes.key}>
      <KeyIcon identityKey={key} />
      <div className={classes.facts}>
        <div className={classes.name}>
          <strong dir="auto">{name}</strong>
          <ShortKey publicKey={key.publicKey} />
        </div>
        <span className={classes.more}>
          <Trans>
            In use for <Age since={key.since} />
          </Trans>
          {key.lastUsedAt ? (
            <Trans>
              , last used <Time value={key.lastUsedAt} />
            </Trans>
          ) : (
            t`, not used yet`
          )}
          {key.isThisComputer && t`, kept in ${keychainName}`}
          {addedBy && (addedBy === 'owner' ? t`, added by you` : t`, added by ${addedBy}`)}
        </span>
        <CertificateState until={key.certifiedUntil} />
        {key.isThisComputer && keychain.weak && <WeakKeychain />}
      </div>
      <KeyAction identityKey={key} name={name} onRenew={onRenew} onRevoke={onRevoke} />
    </li>
  )
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
