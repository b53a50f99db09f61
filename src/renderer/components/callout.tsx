import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './callout.module.css'

interface CalloutProps {
  /** `bad` is for what must not be overlooked. */
  readonly tone: 'plain' | 'ok' | 'warn' | 'bad'
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

/** Something that stands out from the screen: what it is, and what can be done. */
export function Callout({ tone, icon, title, children }: CalloutProps) {
  const id = useId()
  return (
    <section className={classes.callout} data-tone={tone} aria-labelledby={id}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.body}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {children}
      </div>
    </section>
  )
}
