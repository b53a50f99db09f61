import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { Time } from '../../components/time.tsx'
import type { Leg } from './path.ts'
import { legIcons } from './path-drawing.tsx'
import classes from './path-facts.module.css'

const names: Readonly<Record<Leg['id'], string>> = {
  tunnel: t`This computer and the public address`,
  registry: t`Public address and registry`,
  world: t`Registry and world`,
}

/** What is known of each part of the way, and what can be done where it does not work. */
export function PathFacts({ legs }: { legs: readonly Leg[] }) {
  return (
    <ul className={classes.facts} aria-label={t`What was proven`}>
      {legs.map((leg) => (
        <Fact key={leg.id} leg={leg} />
      ))}
    </ul>
  )
}

function Fact({ leg }: { leg: Leg }) {
  const { id, tone, word, provenAt, what, wayOut, isForRegistry } = leg
  const Icon = legIcons[tone]
  return (
    <li className={classes.fact} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <div className={classes.words}>
        <div className={classes.name}>
          <strong>{names[id]}</strong>
          <span>
            {word}
            {provenAt !== null && (
              <>
                {' · '}
                {tone === 'ok' ? (
                  <Time value={provenAt} />
                ) : (
                  <Trans>
                    last proven <Time value={provenAt} />
                  </Trans>
                )}
              </>
            )}
          </span>
        </div>
        <p>{what}</p>
        {wayOut !== '' && (
          <p className={classes.wayOut}>
            {wayOut}{' '}
            {isForRegistry && (
              <Anchor component={Link} to="/settings?section=general" underline="always">
                <Trans>Choose the registry</Trans>
              </Anchor>
            )}
          </p>
        )}
      </div>
    </li>
  )
}
