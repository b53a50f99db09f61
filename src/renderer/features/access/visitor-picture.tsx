import { IconUserQuestion } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { avatarPattern } from '../../components/avatar-pattern.ts'
import classes from './visitor-picture.module.css'
import type { Visitor } from './visitors.ts'

type Pictured = Pick<Visitor, 'kind' | 'name' | 'title'>

/** A picture for who came: a platform's initial, a person's avatar. Its name stands beside it. */
export function VisitorPicture({ visitor, size }: { visitor: Pictured; size: number }) {
  const { kind, name, title } = visitor
  if (kind === 'person') return <Avatar ename={name} size={size} />
  const { hue } = avatarPattern(title)
  return (
    <span
      className={classes.tile}
      style={{ '--hue': hue, '--size': `${size}px` } as CSSProperties}
      data-kind={kind}
      aria-hidden="true"
    >
      {kind === 'platform' ? initialOf(title) : <IconUserQuestion size={size * 0.6} />}
    </span>
  )
}

function initialOf(title: string): string {
  return (/[\p{L}\p{N}]/u.exec(title.replace(/^www\./, ''))?.[0] ?? '?').toUpperCase()
}
