import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCertificate,
  IconCircleDashed,
  IconKey,
  IconLifebuoy,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { vaultWords } from '../../components/vault-words.ts'
import { useKit } from '../identity/use-kit.ts'
import { useVaultFactsPolled, type VaultFacts } from '../vault/use-vault-facts.ts'
import { useVault } from '../vault/vault-context.tsx'
import type { ReadyVault } from '../vault/vault-monitor.ts'
import { FactPanel } from './fact-panel.tsx'
import classes from './ready-step.module.css'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'

/** Whose vault it is, and what was seen to work. */
export function ReadyStep({ name }: { name: string }) {
  const flow = useFlow()
  const { status } = useVault()
  const frame = { flow, back: 'registry' as const }
  if (status.state !== 'ready') {
    return (
      <StepFrame
        key="opening"
        {...frame}
        title={t`Almost there`}
        lead={t`Your vault is being opened.`}
      >
        <FactPanel tone="plain" icon={<Loader size={16} />} title={t`Opening your vault…`} />
      </StepFrame>
    )
  }
  return (
    <StepFrame
      key="ready"
      {...frame}
      title={t`${name} is ready`}
      lead={t`This is your eName. Apps and people find your vault by it.`}
      next={t`Open my vault`}
      onNext={() => void flow.goTo('done')}
    >
      <div className={classes.owner}>
        <Avatar ename={status.ename} size={48} />
        <code className={classes.ename}>{status.ename}</code>
        <CopyButton text={status.ename} label={t`Copy eName`} />
      </div>
      <Findings vault={status} />
    </StepFrame>
  )
}

function Findings({ vault }: { vault: ReadyVault }) {
  const facts = useVaultFactsPolled()
  const { kit } = useKit()
  const { name, weak } = vault.keychain
  return (
    <ul className={classes.findings}>
      <Finding tone={weak ? 'warn' : 'plain'} icon={<IconKey size={16} />}>
        {weak ? t`Your keys are in a file without protection` : t`Your keys are in ${name}`}
      </Finding>
      {kit && (
        <Finding
          tone={kit.savedAt === null ? 'warn' : 'plain'}
          icon={kit.savedAt === null ? <IconAlertTriangle size={16} /> : <IconLifebuoy size={16} />}
        >
          {kit.savedAt === null
            ? t`You have no recovery kit yet: save one under Identity`
            : t`You have a recovery kit`}
        </Finding>
      )}
      <RegistryFinding url={vault.registryUrl} facts={facts} />
    </ul>
  )
}

function RegistryFinding({ url, facts }: { url: string; facts: VaultFacts | null }) {
  const { host } = new URL(url)
  if (facts?.certifiedAt) {
    return (
      <Finding tone="plain" icon={<IconCertificate size={16} />}>
        <Trans>The registry at {host} has confirmed your eName</Trans>
      </Finding>
    )
  }
  const problem = facts?.warnings.find(({ code }) => code === 'REGISTRY_UNREACHABLE')
  return (
    <Finding tone={problem ? 'warn' : 'plain'} icon={<IconCircleDashed size={16} />}>
      {problem ? vaultWords(problem) : t`The registry at ${host} has not confirmed your eName yet`}
    </Finding>
  )
}

function Finding(props: { tone: 'plain' | 'warn'; icon: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.finding} data-tone={props.tone}>
      <span className={classes.icon} aria-hidden="true">
        {props.icon}
      </span>
      <span>{props.children}</span>
    </li>
  )
}
