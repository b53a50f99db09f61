import {
  IconAlertTriangle,
  IconArrowUpRight,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import classes from './marks.module.css'
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
  const Icon = icons[icon]
  return (
    <span className={classes.mark} data-tone={tone}>
      <Icon size={14} aria-hidden="true" />
      <span className={classes.words}>{words}</span>
    </span>
  )
}
