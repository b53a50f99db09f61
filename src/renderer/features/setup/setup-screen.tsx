import type { SetupStep } from '../../../ipc/contract.ts'
import { useVault } from '../vault/vault-context.tsx'
import { KeysStep } from './keys-step.tsx'
import { KitStep } from './kit-step.tsx'
import { NameStep } from './name-step.tsx'
import { ReadyStep } from './ready-step.tsx'
import { RegistryStep } from './registry-step.tsx'
import classes from './setup-screen.module.css'
import { Stepper } from './stepper.tsx'
import { TroubleStep } from './trouble-step.tsx'
import { WelcomeStep } from './welcome-step.tsx'

interface SetupScreenProps {
  readonly step: SetupStep
  readonly name: string
}

/** The first start, step by step. Main keeps the step: whoever leaves comes back to it. */
export function SetupScreen({ step, name }: SetupScreenProps) {
  const { status } = useVault()
  if (step === 'welcome' && status.state !== 'failed') {
    return (
      <main className={classes.screen}>
        <WelcomeStep />
      </main>
    )
  }
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <Stepper current={step === 'welcome' ? 'keys' : step} />
        {status.state === 'failed' ? (
          <TroubleStep vault={status} />
        ) : (
          <Step key={step} step={step} name={name} />
        )}
      </div>
    </main>
  )
}

function Step({ step, name }: SetupScreenProps) {
  switch (step) {
    case 'name':
      return <NameStep name={name} />
    case 'keys':
      return <KeysStep />
    case 'kit':
      return <KitStep />
    case 'registry':
      return <RegistryStep />
    default:
      return <ReadyStep name={name} />
  }
}
