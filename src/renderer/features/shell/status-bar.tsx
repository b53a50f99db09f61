import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import {
  IconAlertTriangle,
  IconCertificate,
  IconCircleCheck,
  IconCircleDashed,
  IconKey,
  IconPlugConnected,
  IconSend,
} from '@tabler/icons-react'
import type { VaultStatus } from '../../../ipc/contract.ts'
import { useNow } from '../../components/now.ts'
import { Time } from '../../components/time.tsx'
import { useDeliveryCounts } from '../deliveries/use-platforms.ts'
import { LockItem } from '../lock/lock-item.tsx'
import { useVaultFactsPolled, type VaultFacts } from '../vault/use-vault-facts.ts'
import { useVault } from '../vault/vault-context.tsx'
import type { ReadyVault } from '../vault/vault-monitor.ts'
import { BackupItem } from './backup-item.tsx'
import { ConnectionItem } from './connection-item.tsx'
import classes from './status-bar.module.css'
import { Hint, Item } from './status-item.tsx'

/** How long a key binding certificate holds (protocol §2). */
const CERTIFICATE_LIFE_MS = 60 * 60_000

/** What holds right now, and since when. Green only for what was verified. */
export function StatusBar() {
  const { status, lastReady } = useVault()
  const facts = useVaultFactsPolled()
  return (
    <section className={classes.bar} aria-label={t`Status`}>
      <VaultItem state={status.state} vault={lastReady} />
      {lastReady && <PortItem vault={lastReady} />}
      {lastReady && <ConnectionItem />}
      <span className={classes.spacer} />
      {lastReady && <BackupItem />}
      {lastReady && <QueueItem />}
      {lastReady && <RegistryItem registryUrl={lastReady.registryUrl} facts={facts} />}
      {lastReady && <KeychainItem keychain={lastReady.keychain} />}
      {lastReady && <LockItem />}
    </section>
  )
}

function VaultItem(props: { state: VaultStatus['state']; vault: ReadyVault | null }) {
  const { state, vault } = props
  if (state === 'ready' && vault) {
    const host = hostOf(vault.localUrl)
    return (
      <Item tone="ok" icon={<IconCircleCheck size={14} />}>
        <Trans>
          Vault running at {host}, started <Time value={vault.since} />
        </Trans>
      </Item>
    )
  }
  return (
    <Item
      tone={state === 'restarting' ? 'warn' : 'plain'}
      icon={<IconCircleDashed size={14} className={classes.turning} />}
    >
      {wordsOf(state)}
    </Item>
  )
}

function wordsOf(state: VaultStatus['state']): string {
  switch (state) {
    case 'restarting':
      return t`Vault is restarting…`
    case 'stopping':
      return t`Vault is stopping…`
    default:
      return t`Vault is starting…`
  }
}

function PortItem({ vault }: { vault: ReadyVault }) {
  const { portTaken } = vault
  if (portTaken === null) return null
  const port = new URL(vault.localUrl).port
  return (
    <Hint label={t`Another program on this computer uses port ${portTaken}.`}>
      <Item tone="warn" icon={<IconPlugConnected size={14} />}>
        <Trans>
          Port {portTaken} is taken, using {port}
        </Trans>
      </Item>
    </Hint>
  )
}

/** What platforms are still to be told of. */
function QueueItem() {
  const counts = useDeliveryCounts()
  if (counts === null) return null
  const { waiting, failingPlatforms } = counts
  const words =
    waiting === 0
      ? t`No deliveries waiting`
      : plural(waiting, { one: '# delivery waiting', other: '# deliveries waiting' })
  if (failingPlatforms === 0) {
    return (
      <Hint label={t`What platforms are still to be told of.`}>
        <Item tone="plain" icon={<IconSend size={14} />}>
          {words}
        </Item>
      </Hint>
    )
  }
  const failing = plural(failingPlatforms, {
    one: '# platform takes no deliveries now. They are kept, and tried again.',
    other: '# platforms take no deliveries now. They are kept, and tried again.',
  })
  return (
    <Hint label={failing}>
      <Item tone="warn" icon={<IconAlertTriangle size={14} />}>
        {words}
      </Item>
    </Hint>
  )
}

function RegistryItem(props: { registryUrl: string; facts: VaultFacts | null }) {
  const host = hostOf(props.registryUrl)
  const certifiedAt = props.facts?.certifiedAt
  const age = useNow('halfMinute') - Date.parse(certifiedAt ?? '')
  if (!certifiedAt) {
    return (
      <Hint label={t`The registry at ${host} has not confirmed your eName yet.`}>
        <Item tone="plain" icon={<IconCircleDashed size={14} />}>
          <Trans>Not certified yet</Trans>
        </Item>
      </Hint>
    )
  }
  if (age > CERTIFICATE_LIFE_MS) {
    return (
      <Hint label={t`The certificate has run out; the registry at ${host} gave no new one.`}>
        <Item tone="warn" icon={<IconAlertTriangle size={14} />}>
          <Trans>
            Last certified <Time value={certifiedAt} />
          </Trans>
        </Item>
      </Hint>
    )
  }
  return (
    <Hint label={t`The registry at ${host} confirmed your eName and its key.`}>
      <Item tone="ok" icon={<IconCertificate size={14} />}>
        <Trans>
          Certified <Time value={certifiedAt} />
        </Trans>
      </Item>
    </Hint>
  )
}

function KeychainItem({ keychain }: { keychain: ReadyVault['keychain'] }) {
  const { name } = keychain
  if (!keychain.weak) {
    return (
      <Hint label={t`Your keys are kept in this keychain.`}>
        <Item tone="plain" icon={<IconKey size={14} />}>
          {name}
        </Item>
      </Hint>
    )
  }
  return (
    <Hint label={t`Whoever reads this disk can act as you.`}>
      <Item tone="warn" icon={<IconAlertTriangle size={14} />}>
        <Trans>Weak key storage: {name}</Trans>
      </Item>
    </Hint>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
