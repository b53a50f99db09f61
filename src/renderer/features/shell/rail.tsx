import { t } from '@lingui/core/macro'
import { NavLink } from 'react-router'
import { CountBadge, type Waiting } from '../../components/count-badge.tsx'
import classes from './rail.module.css'
import { type Screen, screens } from './screens.ts'

/** The way between the screens. */
export function Rail() {
  return (
    <nav className={classes.rail} aria-label={t`Screens`}>
      {screens.map((screen) => (
        <Entry key={screen.to} {...screen} />
      ))}
    </nav>
  )
}

const nothing: Waiting = { count: 0, words: '' }

function Entry({ to, name, Icon, useCount = () => nothing }: Screen) {
  const waiting = useCount()
  const { count, words } = waiting
  return (
    <NavLink
      to={to}
      end={to === '/'}
      className={classes.entry ?? ''}
      // Of its content alone, the name would have a space before the comma.
      aria-label={count > 0 ? t`${name}, ${words}` : undefined}
    >
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <span className={classes.name} data-name={name}>
        {name}
      </span>
      <span className={classes.count}>
        <CountBadge {...waiting} />
      </span>
    </NavLink>
  )
}
