import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { bridge } from '../../bridge.ts'
import { Time } from '../../components/time.tsx'
import { useKit } from '../identity/use-kit.ts'
import { useVault } from '../vault/vault-context.tsx'
import { FactPanel } from './fact-panel.tsx'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'

const lead = t`If this computer is lost, the kit brings your keys back on another one. It is an encrypted file, and twelve words that you write on paper. Keep them in different places: neither is of use alone.`

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
    title: t`Your recovery kit`,
    back: 'keys' as const,
    lead,
    failureTitle: t`The kit was not saved`,
    flow: { ...flow, failure: failure ?? flow.failure },
  }
  if (kit === null) {
    const again = failure !== null && { next: t`Try again`, onNext: () => void read() }
    return (
      <StepFrame {...step} failureTitle={t`It is not known whether you have a kit`} {...again} />
    )
  }
  if (savedAt !== null) {
    return (
      <StepFrame key="saved" {...step} next={t`Continue`} onNext={goOn}>
        <FactPanel
          tone="ok"
          icon={<IconCircleCheck size={20} />}
          title={t`You have a recovery kit`}
        >
          <Trans>
            Saved <Time value={savedAt} />. Keep the file and the paper apart.
          </Trans>
        </FactPanel>
      </StepFrame>
    )
  }
  const later = (
    <Button variant="default" disabled={flow.working} onClick={goOn}>
      <Trans>Later</Trans>
    </Button>
  )
  return (
    <StepFrame
      key="none"
      {...step}
      {...(writable && { next: t`Save recovery kit…` })}
      onNext={save}
      aside={later}
    >
      {writable ? (
        <FactPanel
          tone="plain"
          icon={<IconAlertTriangle size={20} />}
          title={t`Without a kit, your keys are lost with this computer`}
        >
          <Trans>And your eName with them. You can save one later: Overview reminds you.</Trans>
        </FactPanel>
      ) : (
        <FactPanel tone="plain" icon={<Loader size={16} />} title={t`Opening your vault…`} />
      )}
    </StepFrame>
  )
}
