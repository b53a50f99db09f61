import { Title } from '@mantine/core'
import { type ReactNode, type RefObject, useId } from 'react'
import classes from './section.module.css'

interface SectionProps {
  readonly title: string
  readonly hint: ReactNode
  /** At the right of the title. */
  readonly action?: ReactNode
  /** Takes the focus when what had it is gone. */
  readonly heading?: RefObject<HTMLHeadingElement | null>
  /** What an address calls it: `/identity#kit`. */
  readonly anchor?: string
  readonly children: ReactNode
}

/** A part of a screen: its title, what it is about, and what is in it. */
export function Section({ title, hint, action, heading, anchor, children }: SectionProps) {
  const id = useId()
  return (
    <section
      className={classes.section}
      aria-labelledby={id}
      {...(anchor && { id: anchor, tabIndex: -1 })}
    >
      <div className={classes.head}>
        <div className={classes.words}>
          <Title order={2} id={id} {...(heading && { ref: heading, tabIndex: -1 })}>
            {title}
          </Title>
          <p className={classes.hint}>{hint}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
