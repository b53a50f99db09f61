import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './callout.module.css'
import { type Tone, ToneBox } from './tone-box.tsx'

interface CalloutProps {
  readonly tone: Tone
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

/** Something that stands out from the screen: what it is, and what can be done. */
export function Callout({ tone, icon, title, children }: CalloutProps) {
  const id = useId()
  return (
    <ToneBox tone={tone} icon={icon} labelledBy={id}>
      <div className={classes.body}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {children}
      </div>
    </ToneBox>
  )
}
