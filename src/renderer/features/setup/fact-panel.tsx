import type { ReactNode } from 'react'
import { type Tone, ToneBox } from '../../components/tone-box.tsx'
import classes from './fact-panel.module.css'

interface FactPanelProps {
  readonly tone: Tone
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
}

/** Something that holds now, and what it means. */
export function FactPanel({ tone, icon, title, children }: FactPanelProps) {
  return (
    <ToneBox tone={tone} icon={icon} role={tone === 'bad' ? 'alert' : 'status'}>
      <strong>{title}</strong>
      {children && <p className={classes.meaning}>{children}</p>}
    </ToneBox>
  )
}
