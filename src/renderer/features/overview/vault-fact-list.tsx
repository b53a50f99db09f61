import { Anchor, Skeleton, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { CopyButton } from '../../components/copy-button.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import { useRecordCounts } from '../data/record-counts.ts'
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
        Vault
      </Title>
      <dl className={classes.facts}>
        <Fact name="Records">
          <RecordCount />
        </Fact>
        <Fact name="Answers at">{vault && <Address url={vault.localUrl} what="address" />}</Fact>
        <Fact name="Started">{vault && <Health vault={vault} />}</Fact>
        <Fact name="Registry">
          {vault && facts && <Registry url={vault.registryUrl} certifiedAt={facts.certifiedAt} />}
        </Fact>
        <Fact name="Keys kept in">{vault && <Keychain vault={vault} />}</Fact>
        <Fact name="Vault id">{facts && <ShortId id={facts.evaultId} what="vault id" />}</Fact>
        <Fact name="Version">{facts?.version}</Fact>
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
      {total === 0 ? 'None yet: make the first one' : total.toLocaleString('en')}
    </Anchor>
  )
}

function Address({ url, what }: { url: string; what: string }) {
  return (
    <>
      <code>{url}</code>
      <CopyButton text={url} what={what} />
    </>
  )
}

function Health({ vault }: { vault: ReadyVault }) {
  return (
    <span>
      <Time value={vault.since} />
      {vault.restarts > 0 &&
        `, restarted ${vault.restarts === 1 ? 'once' : `${vault.restarts} times`}`}
    </span>
  )
}

function Registry({ url, certifiedAt }: { url: string; certifiedAt: string | null }) {
  return (
    <span>
      <code>{url}</code>
      <span className={classes.more}>
        {certifiedAt ? (
          <>
            confirmed your eName <Time value={certifiedAt} />
          </>
        ) : (
          'has not confirmed your eName yet'
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
      {name}: whoever reads this disk can act as you
    </span>
  )
}
