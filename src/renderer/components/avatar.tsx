import type { CSSProperties } from 'react'
import classes from './avatar.module.css'
import { avatarPattern } from './avatar-pattern.ts'

/** A picture that belongs to an eName alone. Decoration: the name stands beside it. */
export function Avatar({ ename, size }: { ename: string; size: number }) {
  const { hue, cells } = avatarPattern(ename)
  return (
    <svg
      className={classes.avatar}
      style={{ '--hue': hue } as CSSProperties}
      width={size}
      height={size}
      viewBox="0 0 7 7"
      aria-hidden="true"
    >
      {cells.map(([x, y]) => (
        <rect key={`${x},${y}`} x={x + 1} y={y + 1} width={1.02} height={1.02} />
      ))}
    </svg>
  )
}
