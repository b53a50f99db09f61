import type { ReactNode } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { ShortEName } from '../../components/short-id.tsx'
import classes from './friend.module.css'

interface FriendProps {
  readonly ename: string
  /** What the registry calls them. */
  readonly name?: string | null | undefined
  /** Under the name. */
  readonly more?: ReactNode
  /** At the right. */
  readonly action?: ReactNode
}

export function FriendList(props: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.friends} aria-label={props.label}>
      {props.children}
    </ul>
  )
}

/** Somebody who may approve a recovery, or asks for it. */
export function Friend({ ename, name, more, action }: FriendProps) {
  return (
    <li className={classes.friend}>
      <Avatar ename={ename} size={32} />
      <div className={classes.words}>
        {name && <strong dir="auto">{name}</strong>}
        <ShortEName ename={ename} />
        {more && <span className={classes.more}>{more}</span>}
      </div>
      {action}
    </li>
  )
}
