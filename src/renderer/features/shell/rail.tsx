import {
  IconActivity,
  IconDatabase,
  IconFingerprint,
  IconHome,
  IconRosetteDiscountCheck,
  IconSettings,
  IconShieldLock,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { NavLink } from 'react-router'
import { AskingCount } from '../access/asking-count.tsx'
import { WaitingCount } from '../bindings/waiting-count.tsx'
import classes from './rail.module.css'

interface Screen {
  readonly to: string
  readonly name: string
  readonly Icon: typeof IconHome
  /** How many things wait for the owner there; a `CountBadge`. */
  readonly Count?: ComponentType
}

const screens: readonly Screen[] = [
  { to: '/', name: 'Overview', Icon: IconHome },
  { to: '/data', name: 'Data', Icon: IconDatabase },
  { to: '/access', name: 'Access', Icon: IconShieldLock, Count: AskingCount },
  { to: '/bindings', name: 'Bindings', Icon: IconRosetteDiscountCheck, Count: WaitingCount },
  { to: '/activity', name: 'Activity', Icon: IconActivity },
  { to: '/identity', name: 'Identity', Icon: IconFingerprint },
  { to: '/settings', name: 'Settings', Icon: IconSettings },
]

/** The way between the screens. */
export function Rail() {
  return (
    <nav className={classes.rail} aria-label="Screens">
      {screens.map(({ to, name, Icon, Count }) => (
        <NavLink key={to} to={to} end={to === '/'} className={classes.entry ?? ''}>
          <Icon size={20} stroke={1.75} aria-hidden="true" />
          {name}
          {Count && (
            <span className={classes.count}>
              <Count />
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  )
}
