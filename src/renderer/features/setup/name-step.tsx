import { t } from '@lingui/core/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { VAULT_NAME_LENGTH } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { useVault } from '../vault/vault-context.tsx'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'

/** What the owner calls this vault. */
export function NameStep({ name }: { name: string }) {
  const flow = useFlow()
  const { status } = useVault()
  const [typed, setTyped] = useState(name)
  const goOn = () =>
    void flow.attempt(async () => {
      await bridge.call('vault:rename', { name: typed.trim() })
      await bridge.call('setup:goTo', 'keys')
    })
  return (
    <StepFrame
      title={t`Name this vault`}
      lead={t`Only you see this name, at the top of this window. To others you are known by an eName, which your vault gets by itself.`}
      flow={flow}
      {...(status.state === 'none' && { back: 'welcome' })}
      next={t`Continue`}
      onNext={goOn}
    >
      <TextInput
        label={t`Name`}
        labelProps={{ mb: 4 }}
        maw={360}
        maxLength={VAULT_NAME_LENGTH}
        placeholder={t`My eVault`}
        data-first-field
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </StepFrame>
  )
}
