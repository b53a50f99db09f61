import { VisuallyHidden } from '@mantine/core'
import classes from './count-badge.module.css'

const MOST = 99

/** How many wait for the owner; nothing where none does. `what` reads on: "3 signatures wait". */
export function CountBadge({ count, what }: { count: number; what: string }) {
  if (count === 0) return null
  return (
    <span className={classes.badge}>
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <VisuallyHidden>
        , {count} {what}
      </VisuallyHidden>
    </span>
  )
}
