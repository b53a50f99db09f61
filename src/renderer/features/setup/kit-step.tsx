import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { bridge } from '../../bridge.ts'
import { Time } from '../../components/time.tsx'
import { useKit } from '../identity/use-kit.ts'
import { useVault } from '../vault/vault-context.tsx'
import { FactPanel } from './fact-panel.tsx'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'

const lead =
  'If this computer is lost, the kit brings your keys back on another one. It is an encrypted file, and twelve words that you write on paper. Keep them in different places: neither is of use alone.'

/** What brings the keys back. It can wait; Overview reminds of it. */
export function KitStep() {
  const flow = useFlow()
  const { writable } = useVault()
  const { kit, failure, read } = useKit()
  const savedAt = kit?.savedAt ?? null
  const goOn = () => void flow.goTo('registry')
  const save = () =>
    void flow.attempt(async () => {
      if (await bridge.call('identity:saveKit')) await read()
    })
  const step = {
    title: 'Your recovery kit',
    back: 'keys' as const,
    lead,
    failureTitle: 'The kit was not saved',
    flow: { ...flow, failure: failure ?? flow.failure },
  }
  if (kit === null) return <StepFrame {...step} />
  if (savedAt !== null) {
    return (
      <StepFrame key="saved" {...step} next="Continue" onNext={goOn}>
        <FactPanel tone="ok" icon={<IconCircleCheck size={20} />} title="You have a recovery kit">
          Saved <Time value={savedAt} />. Keep the file and the paper apart.
        </FactPanel>
      </StepFrame>
    )
  }
  const later = (
    <Button variant="default" disabled={flow.working} onClick={goOn}>
      Later
    </Button>
  )
  return (
    <StepFrame
      key="none"
      {...step}
      {...(writable && { next: 'Save recovery kit…' })}
      onNext={save}
      aside={later}
    >
      {writable ? (
        <FactPanel
          tone="plain"
          icon={<IconAlertTriangle size={20} />}
          title="Without a kit, your keys are lost with this computer"
        >
          And your eName with them. You can save one later: Overview reminds you.
        </FactPanel>
      ) : (
        <FactPanel tone="plain" icon={<Loader size={16} />} title="Opening your vault…" />
      )}
    </StepFrame>
  )
}
