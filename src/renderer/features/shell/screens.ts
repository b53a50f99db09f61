import { t } from '@lingui/core/macro'
import {
  IconActivity,
  IconDatabase,
  IconFingerprint,
  IconHome,
  IconRosetteDiscountCheck,
  IconSend,
  IconSettings,
  IconShieldLock,
  IconWorld,
} from '@tabler/icons-react'
import type { Waiting } from '../../components/count-badge.tsx'
import { useAskingCount } from '../access/use-asking-count.ts'
import { useWaitingCount } from '../bindings/use-waiting-count.ts'
import { useFailedCount } from '../deliveries/use-platforms.ts'

/** One of the window's screens. */
export interface Screen {
  readonly to: string
  readonly name: string
  readonly Icon: typeof IconHome
  /** How many things wait for the owner there. */
  readonly useCount?: () => Waiting
}

/** The screens, in the rail's order. */
export const screens: readonly Screen[] = [
  { to: '/', name: t`Overview`, Icon: IconHome },
  { to: '/data', name: t`Data`, Icon: IconDatabase },
  { to: '/access', name: t`Access`, Icon: IconShieldLock, useCount: useAskingCount },
  { to: '/bindings', name: t`Bindings`, Icon: IconRosetteDiscountCheck, useCount: useWaitingCount },
  { to: '/activity', name: t`Activity`, Icon: IconActivity },
  { to: '/deliveries', name: t`Deliveries`, Icon: IconSend, useCount: useFailedCount },
  { to: '/connection', name: t`Connection`, Icon: IconWorld },
  { to: '/identity', name: t`Identity`, Icon: IconFingerprint },
  { to: '/settings', name: t`Settings`, Icon: IconSettings },
]
