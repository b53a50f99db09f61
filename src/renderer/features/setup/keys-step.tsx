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
      title="Your keys"
      lead="Your keys prove that you are you: what they sign counts as signed by you. They are made on this computer; no company keeps a copy."
      flow={flow}
      back="name"
      {...(isReady && { next: 'Continue', onNext: () => void flow.goTo('kit') })}
    >
      {isReady ? <KeptIn keychain={status.keychain} /> : <Making />}
    </StepFrame>
  )
}

function Making() {
  return (
    <FactPanel tone="plain" icon={<Loader size={16} />} title="Making your keys and your vault…">
      This takes a few seconds. Your system may ask you to unlock its keychain.
    </FactPanel>
  )
}

function KeptIn({ keychain }: { keychain: KeychainStatus }) {
  if (keychain.weak) {
    return (
      <FactPanel
        tone="warn"
        icon={<IconAlertTriangle size={20} />}
        title="Your keys are kept in a file without protection"
      >
        Whoever reads this disk can act as you. Keep others away from this computer, and encrypt its
        disk if it is not encrypted yet.
      </FactPanel>
    )
  }
  return (
    <FactPanel
      tone="ok"
      icon={<IconShieldCheck size={20} />}
      title={`Your keys are kept in ${keychain.name}`}
    >
      That is the keychain of your system. On the disk your keys are encrypted; logging in to this
      computer unlocks them.
    </FactPanel>
  )
}
