import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { ConnectionMonitor, ConnectionView } from './connection-monitor.ts'

const MonitorContext = createContext<ConnectionMonitor | null>(null)

/** Gives every screen how the world reaches the vault. */
export function ConnectionProvider(props: { monitor: ConnectionMonitor; children: ReactNode }) {
  return <MonitorContext value={props.monitor}>{props.children}</MonitorContext>
}

/** How the world reaches the vault, as it is now. */
export function useConnection(): ConnectionView & { readonly read: () => Promise<void> } {
  const monitor = useContext(MonitorContext)
  if (!monitor) throw new Error('useConnection needs a ConnectionProvider')
  const view = useSyncExternalStore(monitor.subscribe, monitor.view)
  return { ...view, read: monitor.read }
}
