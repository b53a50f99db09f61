import { IconChevronRight, IconKeyOff } from '@tabler/icons-react'
import { ShortKey } from '../../components/short-id.tsx'
import { spanText } from '../../components/time-text.ts'
import type { IdentityKey } from './device-key.ts'
import { keyName } from './key-name.ts'
import classes from './keys-section.module.css'

/** Keys that speak for the eName no more, put away until somebody looks for them. */
export function EarlierKeys({ keys }: { keys: readonly IdentityKey[] }) {
  if (keys.length === 0) return null
  return (
    <details className={classes.earlier}>
      <summary>
        <IconChevronRight size={20} stroke={1.75} aria-hidden="true" />
        Earlier keys ({keys.length})
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
  const { since, until } = key
  return (
    <li className={classes.key}>
      <IconKeyOff size={20} aria-hidden="true" />
      <div className={classes.facts}>
        <div className={classes.name}>
          <strong>{key.isInLog ? 'Key of this computer' : keyName(key)}</strong>
          <ShortKey publicKey={key.publicKey} />
        </div>
        <span className={classes.more}>
          {key.state === 'revoked'
            ? 'Revoked. '
            : 'Replaced: what it signed in its time stays valid. '}
          {until && `In use ${spanText(Date.parse(since), Date.parse(until))}`}
        </span>
      </div>
    </li>
  )
}
