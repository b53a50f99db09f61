import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react'
import type { KeychainStatus } from '../../../ipc/contract.ts'
import { useVault } from '../vault/vault-context.tsx'
import { FactPanel } from './fact-panel.tsx'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'

/** The vault and its keys are made; says where they are kept, and what that means. */
export function KeysStep() {
  const flow = useFlow()
  const { status } = useVault()
  const isReady = status.state === 'ready'
  return (
    <StepFrame
      title={t`Your keys`}
      lead={t`Your keys prove that you are you: what they sign counts as signed by you. They are made on this computer; no company keeps a copy.`}
      flow={flow}
      back="name"
      {...(isReady && { next: t`Continue`, onNext: () => void flow.goTo('kit') })}
    >
      {isReady ? <KeptIn keychain={status.keychain} /> : <Making />}
    </StepFrame>
  )
}

function Making() {
  return (
    <FactPanel tone="plain" icon={<Loader size={16} />} title={t`Making your keys and your vault…`}>
      <Trans>This takes a few seconds. Your system may ask you to unlock its keychain.</Trans>
    </FactPanel>
  )
}

function KeptIn({ keychain }: { keychain: KeychainStatus }) {
  const { name, weak } = keychain
  if (weak) {
    return (
      <FactPanel
        tone="warn"
        icon={<IconAlertTriangle size={20} />}
        title={t`Your keys are kept in a file without protection`}
      >
        <Trans>
          Whoever reads this disk can act as you. Keep others away from this computer, and encrypt
          its disk if it is not encrypted yet.
        </Trans>
      </FactPanel>
    )
  }
  return (
    <FactPanel
      tone="ok"
      icon={<IconShieldCheck size={20} />}
      title={t`Your keys are kept in ${name}`}
    >
      <Trans>
        That is the keychain of your system. On the disk your keys are encrypted; logging in to this
        computer unlocks them.
      </Trans>
    </FactPanel>
  )
}
