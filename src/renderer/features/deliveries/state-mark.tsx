import { IconArrowUpRight, IconCheck, IconClock, IconEyeOff, IconX } from '@tabler/icons-react'
import { ToneMark } from '../../components/tone-mark.tsx'
import { type Delivery, stateWords } from './delivery-words.ts'

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
    <ToneMark tone={tone} Icon={Icon}>
      {stateWords(delivery)}
    </ToneMark>
  )
}
