import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { AccessBadge } from '../data/access-badge.tsx'
import { useVault } from '../vault/vault-context.tsx'
import classes from './difference-list.module.css'
import type { FieldChange } from './payload.ts'
import type { Difference } from './record-edits.ts'
import { valueText } from './value-text.ts'

const words = {
  added: t({ message: 'added', context: 'field' }),
  removed: t({ message: 'removed', context: 'field' }),
  changed: t({ message: 'changed', context: 'field' }),
} as const

/** What differs between two states of a record, field by field: before, then after. */
export function DifferenceList({ difference }: { difference: Difference }) {
  const owner = useVault().lastReady?.ename ?? ''
  const { fields, reordered, access } = difference
  return (
    <ul className={classes.changes}>
      {fields.map((change) => (
        <Change key={change.field} change={change} />
      ))}
      {reordered && (
        <li className={classes.change}>
          <Trans>The fields stand in another order.</Trans>
        </li>
      )}
      {access && (
        <li className={classes.change}>
          <span className={classes.field}>
            <Trans>Access</Trans>
          </span>
          <span className={classes.access}>
            <AccessBadge acl={access.before} owner={owner} />
            <span role="img" aria-label={t`becomes`}>
              →
            </span>
            <AccessBadge acl={access.after} owner={owner} />
          </span>
        </li>
      )}
    </ul>
  )
}

function Change({ change: { field, kind, before, after } }: { change: FieldChange }) {
  // Otherwise 3 and "3" would look alike.
  const isOtherType = kind === 'changed' && typeof before !== typeof after
  const text = (value: unknown) =>
    valueText(isOtherType && typeof value === 'string' ? JSON.stringify(value) : value)
  return (
    <li className={classes.change}>
      <span className={classes.field}>
        <bdi>{field}</bdi> <span className={classes.kind}>{words[kind]}</span>
      </span>
      {kind !== 'added' && (
        <del className={classes.before} dir="auto">
          {text(before)}
        </del>
      )}
      {kind !== 'removed' && (
        <ins className={classes.after} dir="auto">
          {text(after)}
        </ins>
      )}
    </li>
  )
}
