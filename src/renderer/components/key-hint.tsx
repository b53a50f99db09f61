import { Kbd } from '@mantine/core'
import classes from './key-hint.module.css'

/** The key that does what a button of the accent colour does, written on it. */
export function KeyHint({ children }: { children: string }) {
  return (
    <Kbd className={classes.key} aria-hidden="true">
      {children}
    </Kbd>
  )
}
