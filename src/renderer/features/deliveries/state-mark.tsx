import { IconArrowUpRight, IconCheck, IconClock, IconEyeOff, IconX } from '@tabler/icons-react'
import { type Delivery, stateWords } from './delivery-words.ts'
import classes from './marks.module.css'

const looks = {
  waiting: { Icon: IconClock, tone: 'plain' },
  sending: { Icon: IconArrowUpRight, tone: 'plain' },
  delivered: { Icon: IconCheck, tone: 'ok' },
  failed: { Icon: IconX, tone: 'bad' },
  withheld: { Icon: IconEyeOff, tone: 'plain' },
} as const

/** What became of a delivery: a picture and words. */
export function StateMark({ delivery }: { delivery: Delivery }) {
  const { Icon, tone } = looks[delivery.state]
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={14} aria-hidden="true" />
      <span className={classes.words}>{stateWords(delivery)}</span>
    </span>
  )
}
