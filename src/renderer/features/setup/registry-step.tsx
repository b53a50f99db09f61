import { t } from '@lingui/core/macro'
import { Choices } from '../../components/choices.tsx'
import { NetworkRegistry } from './network-registry.tsx'
import { StepFrame } from './step-frame.tsx'
import { useFlow } from './use-flow.ts'
import { useRegistryForm } from './use-registry-form.ts'

/** Which registry makes the eName findable. */
export function RegistryStep() {
  const flow = useFlow()
  const form = useRegistryForm(flow)
  const goOn = async () => {
    if (await form.use()) await flow.goTo('ready')
  }
  const isHere = form.where === 'here'
  return (
    <StepFrame
      title={t`Where apps find you`}
      lead={t`A registry tells apps and people where the vault of an eName is.`}
      flow={{ ...flow, failure: form.failures.form ?? null }}
      back="kit"
      next={isHere ? t`Continue` : t`Check and use`}
      onNext={() => void goOn()}
    >
      <Choices
        first
        label={t`Registry`}
        value={form.where}
        onChange={form.choose}
        choices={[
          {
            value: 'here',
            label: t`On this computer`,
            description: t`Works at once. Only programs on this computer find your vault.`,
          },
          {
            value: 'network',
            label: t`A registry on the network`,
            description: t`Everyone who asks it finds your vault. You need its address and its secret.`,
          },
        ]}
      />
      {!isHere && <NetworkRegistry form={form} working={flow.working} />}
    </StepFrame>
  )
}
