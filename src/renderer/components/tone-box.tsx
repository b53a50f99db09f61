import type { ReactNode } from 'react'
import classes from './tone-box.module.css'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad'

interface ToneBoxProps {
  /** `bad` is for what must not be overlooked. */
  readonly tone: Tone
  readonly icon: ReactNode
  readonly role?: 'alert' | 'status'
  /** The id of its heading, where it is a region of its own. */
  readonly labelledBy?: string
  readonly children: ReactNode
  /** At its end. */
  readonly action?: ReactNode
  /** Under all of it. */
  readonly below?: ReactNode
}

/** A framed piece of a screen, with an icon and a colour that say how good or bad it is. */
export function ToneBox(props: ToneBoxProps) {
  const { tone, icon, role, labelledBy, children, action, below } = props
  const Element = labelledBy === undefined ? 'div' : 'section'
  return (
    <Element className={classes.box} data-tone={tone} role={role} aria-labelledby={labelledBy}>
      <div className={classes.row}>
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
        <div className={classes.body}>{children}</div>
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
      {below}
    </Element>
  )
}
