import { VisuallyHidden } from '@mantine/core'
import classes from './count-badge.module.css'

const MOST = 99

/** How many wait for the owner, as a number and in words: "3 signatures". */
export interface Waiting {
  readonly count: number
  readonly words: string
}

/** How many wait for the owner, as a mark; nothing where none does. */
export function CountBadge({ count, words }: Waiting) {
  if (count === 0) return null
  return (
    <span className={classes.badge}>
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  )
}
