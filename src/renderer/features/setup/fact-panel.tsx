import type { ReactNode } from 'react'
import classes from './fact-panel.module.css'

interface FactPanelProps {
  readonly tone: 'plain' | 'ok' | 'warn' | 'bad'
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
}

/** Something that holds now, and what it means. */
export function FactPanel({ tone, icon, title, children }: FactPanelProps) {
  return (
    <div className={classes.panel} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div>
        <strong className={classes.title}>{title}</strong>
        {children && <p className={classes.meaning}>{children}</p>}
      </div>
    </div>
  )
}
