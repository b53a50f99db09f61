import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconClock, IconX } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { Link } from 'react-router'
import { IconCount } from '../../components/icon-count.tsx'
import { onListKeys } from '../../components/list-keys.ts'
import { Time } from '../../components/time.tsx'
import { VisitorPicture } from '../access/visitor-picture.tsx'
import { type DeliveriesPlace, searchOf } from './deliveries-address.ts'
import { HealthMark } from './health-mark.tsx'
import { type DeliveryPlatform, healthOf, platformTitle } from './platform-health.ts'
import classes from './platform-list.module.css'

interface PlatformListProps {
  readonly list: RefObject<HTMLElement | null>
  readonly platforms: readonly DeliveryPlatform[]
  readonly place: DeliveriesPlace
}

/** Everyone who is told of changes, as links; those that need the owner first. */
export function PlatformList({ list, platforms, place }: PlatformListProps) {
  if (platforms.length === 0) {
    return (
      <p className={classes.none} role="status">
        <Trans>No platform of that name is told of changes.</Trans>
      </p>
    )
  }
  return (
    <nav
      ref={list}
      className={classes.list}
      aria-label={t`Who is told of changes`}
      onKeyDown={(event) => onListKeys(event, (row) => row.click())}
    >
      <ul>
        {platforms.map((platform) => (
          <Entry key={platform.platform} platform={platform} place={place} />
        ))}
      </ul>
    </nav>
  )
}

function Entry({ platform, place }: { platform: DeliveryPlatform; place: DeliveriesPlace }) {
  const { platform: name, isService, lastSuccessAt, backlog, failed } = platform
  const title = platformTitle(name)
  const health = healthOf(platform)
  const isChosen = place.platform === name
  const { side } = place
  return (
    <li>
      <Link
        to={{ search: searchOf({ platform: name, ...(side && { side }) }) }}
        replace
        className={classes.entry}
        data-kind="platform"
        title={name}
        aria-current={isChosen ? 'true' : undefined}
      >
        <VisitorPicture visitor={{ kind: 'platform', name, title }} size={28} />
        <span className={classes.words}>
          <span className={classes.line}>
            <span className={classes.name} dir="auto">
              {title}
            </span>
            <span className={classes.aside}>
              {lastSuccessAt && <Time value={lastSuccessAt} plain />}
            </span>
          </span>
          <span className={classes.line}>
            <span className={classes.health}>
              <HealthMark health={health} />
            </span>
            <span className={classes.aside}>
              {isService && <Trans>Service</Trans>}
              {/* Said once is enough. */}
              {failed > 0 && health.icon !== 'gaveUp' && (
                <IconCount
                  count={failed}
                  words={plural(failed, { one: '# given up', other: '# given up' })}
                  Icon={IconX}
                />
              )}
              {backlog > 0 && (
                <IconCount
                  count={backlog}
                  words={plural(backlog, { one: '# waiting', other: '# waiting' })}
                  Icon={IconClock}
                />
              )}
            </span>
          </span>
        </span>
      </Link>
    </li>
  )
}
