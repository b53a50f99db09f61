import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { Age, Time } from '../../components/time.tsx'
import { VisitorPicture } from '../access/visitor-picture.tsx'
import type { DeliveriesPlace } from './deliveries-address.ts'
import { rateText } from './delivery-words.ts'
import { HealthMark } from './health-mark.tsx'
import { NextTry } from './next-try.tsx'
import { PlatformActions } from './platform-actions.tsx'
import classes from './platform-header.module.css'
import { type DeliveryPlatform, healthOf, platformTitle } from './platform-health.ts'
import { PlatformTrouble } from './platform-trouble.tsx'

interface PlatformHeaderProps {
  readonly platform: DeliveryPlatform
  readonly place: DeliveriesPlace
}

/** Which platform it is, how it is, and what can be done with it. */
export function PlatformHeader({ platform, place }: PlatformHeaderProps) {
  const { platform: name, endpoint } = platform
  const title = platformTitle(name)
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <VisitorPicture visitor={{ kind: 'platform', name, title }} size={40} />
        <div className={classes.words}>
          <div className={classes.names}>
            <Title order={2} className={classes.title ?? ''} dir="auto">
              {title}
            </Title>
            <HealthMark health={healthOf(platform)} />
          </div>
          <div className={classes.endpoint}>
            <code title={endpoint}>{endpoint}</code>
            <CopyButton text={endpoint} label={t`Copy address`} />
          </div>
        </div>
        <PlatformActions platform={platform} />
      </div>
      <PlatformTrouble platform={platform} place={place} />
      <Facts platform={platform} />
    </header>
  )
}

function Facts({ platform }: { platform: DeliveryPlatform }) {
  const { state, nextTryAt, successRate, lastSuccessAt, failed, disclosed } = platform
  const { backlog, backlogSince } = platform
  return (
    <dl className={classes.facts}>
      <Fact name={t`Last received`}>
        {lastSuccessAt ? <Time value={lastSuccessAt} /> : t`Nothing yet`}
      </Fact>
      <Fact name={t`Success`} hint={t`Of the last 100 attempts`}>
        {successRate === null ? '–' : rateText(successRate)}
      </Fact>
      <Fact name={t`Waiting`}>
        {i18n.number(backlog)}
        {backlogSince && (
          <span className={classes.since}>
            {' '}
            <Trans>
              for <Age since={backlogSince} />
            </Trans>
          </span>
        )}
      </Fact>
      {state === 'failing' && nextTryAt !== null && (
        <Fact name={t`Next try`}>
          <NextTry at={nextTryAt} />
        </Fact>
      )}
      <Fact name={t`Given up`}>{i18n.number(failed)}</Fact>
      <Fact name={t`Records received`}>{i18n.number(disclosed)}</Fact>
    </dl>
  )
}

function Fact({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
