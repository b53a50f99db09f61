import {
  IconAlertTriangle,
  IconArrowUpRight,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import { ToneMark } from '../../components/tone-mark.tsx'
import type { Health } from './platform-health.ts'

const icons: Readonly<Record<Health['icon'], typeof IconCircleCheck>> = {
  ok: IconCircleCheck,
  idle: IconCircleDashed,
  sending: IconArrowUpRight,
  paused: IconPlayerPause,
  failing: IconPlugConnectedX,
  off: IconCircleOff,
  gaveUp: IconAlertTriangle,
}

/** How a platform is: a picture and words. */
export function HealthMark({ health: { tone, icon, words } }: { health: Health }) {
  return (
    <ToneMark tone={tone} Icon={icons[icon]}>
      {words}
    </ToneMark>
  )
}
