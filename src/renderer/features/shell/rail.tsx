import { IconDatabase, IconFingerprint, IconHome } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import classes from './rail.module.css'

const screens = [
  { to: '/', name: 'Overview', Icon: IconHome },
  { to: '/data', name: 'Data', Icon: IconDatabase },
  { to: '/identity', name: 'Identity', Icon: IconFingerprint },
]

/** The way between the screens. */
export function Rail() {
  return (
    <nav className={classes.rail} aria-label="Screens">
      {screens.map(({ to, name, Icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className={classes.entry ?? ''}>
          <Icon size={20} stroke={1.75} aria-hidden="true" />
          {name}
        </NavLink>
      ))}
    </nav>
  )
}
