import { IconAlertTriangle, IconCircleCheck, type Icon as TablerIcon } from '@tabler/icons-react'
import classes from './state-mark.module.css'

interface StateMarkProps {
  readonly tone: 'ok' | 'plain' | 'bad'
  readonly word: string
  /** Of what is neither good nor bad. */
  readonly PlainIcon: TablerIcon
  readonly size: number
}

/** What became of something, as icon and word. */
export function StateMark({ tone, word, PlainIcon, size }: StateMarkProps) {
  const Icon = { ok: IconCircleCheck, plain: PlainIcon, bad: IconAlertTriangle }[tone]
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={size} aria-hidden="true" />
      {word}
    </span>
  )
}
