import { useState } from 'react'
import type { SetupStep } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { BringBackScreen } from '../bring-back/bring-back-screen.tsx'
import { useBringBack } from '../bring-back/use-bring-back.ts'
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
  if (step === 'welcome' && status.state !== 'failed') return <Beginning />
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

/** A new vault, or one that is brought back. */
function Beginning() {
  const bringBack = useBringBack()
  const [from, setFrom] = useState<'backup' | 'archive' | null>(null)
  if (bringBack === null) return <main className={classes.screen} />
  const isUnderWay = bringBack.state !== 'idle'
  const has = from ?? (!isUnderWay && bringBack.unfinished !== null ? 'archive' : null)
  const leave = () => {
    setFrom(null)
    void bridge.call('bringBack:leave')
  }
  return (
    <main className={classes.screen}>
      {isUnderWay || has !== null ? (
        <BringBackScreen state={bringBack} from={has ?? 'backup'} onLeave={leave} />
      ) : (
        <WelcomeStep onCopy={setFrom} />
      )}
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
