import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './status-bar.module.css'

interface ItemProps {
  readonly tone: 'ok' | 'warn' | 'plain'
  readonly icon: ReactNode
  readonly children: ReactNode
}

/** One thing that the status bar tells. */
export function Item({ tone, icon, children }: ItemProps) {
  return (
    <span className={classes.item} data-tone={tone}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={classes.text}>{children}</span>
    </span>
  )
}

/** More on it, for who points at it. */
export function Hint({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <span className={classes.hint}>{children}</span>
    </Tooltip>
  )
}
