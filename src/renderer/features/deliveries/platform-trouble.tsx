import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Age } from '../../components/time.tsx'
import { accessPath } from '../access/access-address.ts'
import { platformLine } from '../access/caller.ts'
import { type DeliveriesPlace, searchOf } from './deliveries-address.ts'
import { attemptErrorWords } from './delivery-words.ts'
import type { DeliveryPlatform } from './platform-health.ts'
import classes from './platform-trouble.module.css'

interface PlatformTroubleProps {
  readonly platform: DeliveryPlatform
  readonly place: DeliveriesPlace
}

/** Why a platform is not told of everything now, and what comes next; nothing where it is. */
export function PlatformTrouble({ platform, place }: PlatformTroubleProps) {
  const { failed, platform: name, isService } = platform
  return (
    <>
      {isService && (
        <Line>
          <Trans>This is a service that is told of all changes, and tells the platforms.</Trans>
        </Line>
      )}
      <State platform={platform} />
      {failed > 0 && place.state !== 'failed' && (
        <Line tone="warn">
          {plural(failed, {
            one: '# delivery was given up. It is kept, and can be sent again.',
            other: '# deliveries were given up. They are kept, and can be sent again.',
          })}{' '}
          <Anchor
            component={Link}
            to={{ search: searchOf({ platform: name, state: 'failed' }) }}
            underline="always"
          >
            {plural(failed, { one: 'Look at it', other: 'Look at them' })}
          </Anchor>
        </Line>
      )}
    </>
  )
}

function State({ platform }: { platform: DeliveryPlatform }) {
  const { platform: name, state, failingSince } = platform
  const { lastError: error, lastErrorCode: errorCode, lastErrorDetail: errorDetail } = platform
  const lastError = attemptErrorWords({ error, errorCode, errorDetail })
  switch (state) {
    case 'failing':
      return (
        <Line tone="bad">
          {failingSince !== null && (
            <Trans>
              It has been failing for <Age since={failingSince} />.
            </Trans>
          )}{' '}
          {lastError} <Trans>Nothing is lost: all waits here, in order.</Trans>
        </Line>
      )
    case 'paused':
      return (
        <Line tone="warn">
          <Trans>You paused it. What changes waits here until you resume.</Trans>
        </Line>
      )
    case 'unlisted':
      return (
        <Line>
          <Trans>
            Your registry does not list it any more, so it is sent nothing. What waits is sent when
            it is listed again.
          </Trans>
        </Line>
      )
    case 'notAllowed':
      return (
        <Line>
          <Trans>You have not let it read, so it is told of nothing.</Trans>{' '}
          <Anchor component={Link} to={accessPath(platformLine(name))} underline="always">
            <Trans>Decide in Access</Trans>
          </Anchor>
        </Line>
      )
    default:
      // A single failure is no trouble yet.
      return lastError === null ? null : <Line>{t`The last attempt failed: ${lastError}`}</Line>
  }
}

function Line({ tone = 'plain', children }: { tone?: string; children: ReactNode }) {
  return (
    <p className={classes.line} data-tone={tone}>
      <IconInfoCircle size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}
