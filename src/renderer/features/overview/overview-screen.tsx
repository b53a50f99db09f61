import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton, Title } from '@mantine/core'
import { useRef } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import { TryIt } from '../data/try-it.tsx'
import { RecoveryAlarm } from '../recovery/recovery-alarm.tsx'
import { useVaultFacts, type VaultFacts } from '../vault/use-vault-facts.ts'
import { useVault } from '../vault/vault-context.tsx'
import { Attention } from './attention.tsx'
import { Lately } from './lately.tsx'
import classes from './overview-screen.module.css'
import { useAttention } from './use-attention.ts'
import { VaultFactList } from './vault-fact-list.tsx'

/** The vault at a glance: whose it is, where it answers, what needs its owner. */
export function OverviewScreen() {
  const { facts, error, refetch } = useVaultFacts()
  return (
    <div className={classes.screen}>
      <div className={classes.column}>
        <Owner />
        {error && !facts ? (
          <ErrorNotice
            title={t`The vault’s state could not be read`}
            error={error}
            onRetry={() => void refetch()}
          />
        ) : (
          <>
            <State facts={facts} />
            <VaultFactList facts={facts} />
            <Lately />
          </>
        )}
        <section className={classes.section} aria-labelledby="try-it">
          <Title order={2} id="try-it">
            <Trans>Try it</Trans>
          </Title>
          <p className={classes.hint}>
            <Trans>
              Run this in a terminal: it writes a post into your vault, as an app would. It appears
              under Data at once.
            </Trans>
          </p>
          <TryIt />
        </section>
      </div>
    </div>
  )
}

function State({ facts }: { facts: VaultFacts | null }) {
  const { items, alarm } = useAttention(facts)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <>
      {alarm && <RecoveryAlarm recovery={alarm} onStopped={() => heading.current?.focus()} />}
      <Attention items={items} heading={heading} />
    </>
  )
}

function Owner() {
  const { lastReady } = useVault()
  return (
    <header className={classes.owner}>
      {lastReady ? (
        <Avatar ename={lastReady.ename} size={48} />
      ) : (
        <Skeleton width={48} height={48} radius={10} />
      )}
      <div>
        <Title order={1}>
          <Trans>Your eVault</Trans>
        </Title>
        <div className={classes.ename}>
          {lastReady ? (
            <>
              <code>{lastReady.ename}</code>
              <CopyButton text={lastReady.ename} label={t`Copy eName`} />
            </>
          ) : (
            <Skeleton width={320} height={14} />
          )}
        </div>
      </div>
    </header>
  )
}
