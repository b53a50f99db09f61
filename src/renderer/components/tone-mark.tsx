import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './tone-mark.module.css'

interface ToneMarkProps {
  readonly tone: 'ok' | 'plain' | 'warn' | 'bad'
  readonly Icon: TablerIcon
  readonly children: ReactNode
}

/** How something stands, in a line or a cell: a picture and words in the colour of its tone. */
export function ToneMark({ tone, Icon, children }: ToneMarkProps) {
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={14} aria-hidden="true" />
      <span className={classes.words}>{children}</span>
    </span>
  )
}
