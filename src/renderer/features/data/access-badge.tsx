import { IconLock, IconUsers, IconWorld } from '@tabler/icons-react'
import { accessOf } from './access.ts'
import classes from './access-badge.module.css'

const icons = { private: IconLock, public: IconWorld, people: IconUsers }

/** Who may see a record, in a word. */
export function AccessBadge({ acl, owner }: { acl: readonly string[]; owner: string }) {
  const access = accessOf(acl, owner)
  const Icon = icons[access.kind]
  return (
    <span
      className={classes.badge}
      data-kind={access.kind}
      title={access.kind === 'people' ? access.people.join('\n') : undefined}
    >
      <Icon size={14} aria-hidden="true" />
      {access.kind === 'private' && 'Private'}
      {access.kind === 'public' && 'Public'}
      {access.kind === 'people' &&
        (access.people.length === 1 ? '1 person' : `${access.people.length} people`)}
    </span>
  )
}
