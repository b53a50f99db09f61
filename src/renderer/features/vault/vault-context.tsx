import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { VaultMonitor, VaultView } from './vault-monitor.ts'

const VaultContext = createContext<VaultView | null>(null)

/** Gives every screen the state of the vault process. */
export function VaultProvider(props: { monitor: VaultMonitor; children: ReactNode }) {
  const view = useSyncExternalStore(props.monitor.subscribe, props.monitor.view)
  return <VaultContext value={view}>{props.children}</VaultContext>
}

/** The vault process as it is now, and whether it takes changes. */
export function useVault(): VaultView & { readonly writable: boolean } {
  const view = useContext(VaultContext)
  if (!view) throw new Error('useVault needs a VaultProvider')
  return { ...view, writable: view.status.state === 'ready' }
}
