import type { EvaultBridge } from '../ipc/contract.ts'

declare global {
  interface Window {
    readonly evault: EvaultBridge
  }
}

/** The window's only way to the main process; the preload script puts it there. */
export const bridge: EvaultBridge = window.evault
