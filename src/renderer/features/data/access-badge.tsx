import { plural, t } from '@lingui/core/macro'
import { IconLock, IconUsers, IconWorld } from '@tabler/icons-react'
import { type Access, accessOf } from './access.ts'
import classes from './access-badge.module.css'

function wordOf(access: Access): string {
  if (access.kind === 'private') return t`Private`
  if (access.kind === 'public') return t`Public`
  const count = access.people.length
  return plural(count, { one: '# person', other: '# people' })
}

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
      {wordOf(access)}
    </span>
  )
}
