import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Anchor, Skeleton, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { ShortId } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import { useRecordCounts } from '../data/record-counts.ts'
import { Address } from '../settings/facts.tsx'
import type { VaultFacts } from '../vault/use-vault-facts.ts'
import { useVault } from '../vault/vault-context.tsx'
import type { ReadyVault } from '../vault/vault-monitor.ts'
import classes from './vault-fact-list.module.css'

/** The vault's figures and whereabouts. */
export function VaultFactList({ facts }: { facts: VaultFacts | null }) {
  const { lastReady: vault } = useVault()
  return (
    <section className={classes.section} aria-labelledby="vault">
      <Title order={2} id="vault">
        <Trans>Vault</Trans>
      </Title>
      <dl className={classes.facts}>
        <Fact name={t`Records`}>
          <RecordCount />
        </Fact>
        <Fact name={t`Answers at`}>
          {vault && <Address url={vault.localUrl} label={t`Copy address`} />}
        </Fact>
        <Fact name={t`Started`}>{vault && <Health vault={vault} />}</Fact>
        <Fact name={t`Registry`}>
          {vault && facts && <Registry url={vault.registryUrl} certifiedAt={facts.certifiedAt} />}
        </Fact>
        <Fact name={t`Keys kept in`}>{vault && <Keychain vault={vault} />}</Fact>
        <Fact name={t`Vault id`}>
          {facts && <ShortId id={facts.evaultId} label={t`Copy vault id`} />}
        </Fact>
        <Fact name={t`Version`}>{facts?.version}</Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children || <Skeleton width={160} height={12} />}</dd>
    </div>
  )
}

function RecordCount() {
  const { total } = useRecordCounts()
  if (total === undefined) return <Skeleton width={64} height={12} />
  return (
    <Anchor component={Link} to="/data">
      {total === 0 ? t`None yet: make the first one` : i18n.number(total)}
    </Anchor>
  )
}

function Health({ vault }: { vault: ReadyVault }) {
  const { since, restarts } = vault
  if (restarts === 0) return <Time value={since} />
  return (
    <span>
      <Trans>
        <Time value={since} />
        <Plural value={restarts} one=", restarted once" other=", restarted # times" />
      </Trans>
    </span>
  )
}

function Registry({ url, certifiedAt }: { url: string; certifiedAt: string | null }) {
  return (
    <span>
      <code>{url}</code>
      <span className={classes.more}>
        {certifiedAt ? (
          <Trans>
            confirmed your eName <Time value={certifiedAt} />
          </Trans>
        ) : (
          t`has not confirmed your eName yet`
        )}
      </span>
    </span>
  )
}

function Keychain({ vault }: { vault: ReadyVault }) {
  const { name, weak } = vault.keychain
  if (!weak) return name
  return (
    <span className={classes.weak}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Trans>{name}: whoever reads this disk can act as you</Trans>
    </span>
  )
}
