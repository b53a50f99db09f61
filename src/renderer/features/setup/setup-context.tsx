import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { SetupState } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'

const SetupContext = createContext<SetupState | null>(null)

/** Gives every screen what main knows of the first start, and the name of the vault. */
export function SetupProvider({ children }: { children: ReactNode }) {
  const state = useSetupState()
  useEffect(() => {
    const isNamed = state !== null && state.step !== 'welcome'
    document.title = isNamed ? `${state.name} – eVault Desktop` : 'eVault Desktop'
  }, [state])
  return <SetupContext value={state}>{children}</SetupContext>
}

/** How far the first start came; null until main has said it. */
export function useSetup(): SetupState | null {
  return useContext(SetupContext)
}

function useSetupState(): SetupState | null {
  const [state, setState] = useState<SetupState | null>(null)
  useEffect(() => {
    let told = false
    const unsubscribe = bridge.on('setup:changed', (changed) => {
      told = true
      setState(changed)
    })
    void bridge.call('setup:read').then((answer) => {
      // An event is always newer than the answer to a question asked before it.
      if (!told) setState(answer)
    })
    return unsubscribe
  }, [])
  return state
}
