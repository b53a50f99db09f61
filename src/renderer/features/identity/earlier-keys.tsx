import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconChevronRight, IconKeyOff } from '@tabler/icons-react'
import { ShortKey } from '../../components/short-id.tsx'
import { spanText } from '../../components/time-text.ts'
import type { IdentityKey } from './device-key.ts'
import { keyName } from './key-name.ts'
import classes from './keys-section.module.css'

/** Keys that speak for the eName no more, put away until somebody looks for them. */
export function EarlierKeys({ keys }: { keys: readonly IdentityKey[] }) {
  const count = keys.length
  if (count === 0) return null
  return (
    <details className={classes.earlier}>
      <summary>
        <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
        <Trans>Earlier keys ({count})</Trans>
      </summary>
      <ul className={classes.keys}>
        {keys.map((key) => (
          <EarlierKey key={key.publicKey} identityKey={key} />
        ))}
      </ul>
    </details>
  )
}

function EarlierKey({ identityKey: key }: { identityKey: IdentityKey }) {
  return (
    <li className={classes.key}>
      <IconKeyOff size={20} aria-hidden="true" />
      <div className={classes.facts}>
        <div className={classes.name}>
          <strong dir="auto">{key.isInLog ? t`Key of this computer` : keyName(key)}</strong>
          <ShortKey publicKey={key.publicKey} />
        </div>
        <span className={classes.more}>{endText(key)}</span>
      </div>
    </li>
  )
}

/** How a key ended, and when it was in use. */
function endText({ state, since, until }: IdentityKey): string {
  const time = until && spanText(Date.parse(since), Date.parse(until))
  if (state === 'revoked') return time ? t`Revoked. In use ${time}` : t`Revoked.`
  return time
    ? t`Replaced: what it signed in its time stays valid. In use ${time}`
    : t`Replaced: what it signed in its time stays valid.`
}
