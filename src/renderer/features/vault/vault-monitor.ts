import type { EvaultBridge, VaultStatus } from '../../../ipc/contract.ts'
import type { OwnerEndpoint } from '../../graphql/owner-endpoint.ts'

export type ReadyVault = Extract<VaultStatus, { state: 'ready' }>
export type FailedVault = Extract<VaultStatus, { state: 'failed' }>
export type RestartingVault = Extract<VaultStatus, { state: 'restarting' }>

/** What the window knows about the vault process. */
export interface VaultView {
  readonly status: VaultStatus
  /** The vault as it last answered, so that its data stays on screen while it restarts. */
  readonly lastReady: ReadyVault | null
}

/** Follows the vault process and leads the GraphQL client to where it answers. */
export class VaultMonitor {
  #view: VaultView = { status: { state: 'starting' }, lastReady: null }
  readonly #listeners = new Set<() => void>()
  readonly #endpoint: OwnerEndpoint

  constructor(bridge: EvaultBridge, endpoint: OwnerEndpoint) {
    this.#endpoint = endpoint
    let told = false
    bridge.on('vault:statusChanged', (status) => {
      told = true
      this.#set(status)
    })
    void bridge.call('vault:status').then((status) => {
      // An event is always newer than the answer to a question asked before it.
      if (!told) this.#set(status)
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): VaultView => this.#view

  #set(status: VaultStatus): void {
    const lastReady = status.state === 'ready' ? status : this.#view.lastReady
    this.#view = { status, lastReady }
    this.#endpoint.move(status.state === 'ready' ? status.ownerUrl : null)
    for (const listener of this.#listeners) listener()
  }
}
