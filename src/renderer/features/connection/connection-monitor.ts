import type { ConnectionState } from '../../../ipc/connection.ts'
import type { EvaultBridge } from '../../../ipc/contract.ts'
import { callFailure } from '../../call-failure.ts'

/** What the window knows about how the world reaches the vault. */
export interface ConnectionView {
  /** null while it is not known. */
  readonly state: ConnectionState | null
  /** Why it could not be read. */
  readonly failure: string | null
  /** Since when the world is known not to reach the vault in a way that was set up; null while it
   * does, or while that is just being looked at. */
  readonly unreachableSince: number | null
}

const nothing: ConnectionView = { state: null, failure: null, unreachableSince: null }

/** Follows how the world reaches the vault, from main. */
export class ConnectionMonitor {
  #view = nothing
  #isTold = false
  readonly #listeners = new Set<() => void>()
  readonly #bridge: EvaultBridge

  constructor(bridge: EvaultBridge) {
    this.#bridge = bridge
    bridge.on('connection:changed', (state) => {
      this.#isTold = true
      this.#show(state)
    })
    void this.read()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): ConnectionView => this.#view

  /** Asks main, as after a failure. */
  readonly read = async (): Promise<void> => {
    this.#isTold = false
    try {
      const state = await this.#bridge.call('connection:read')
      // An event is always newer than the answer to a question asked before it.
      if (!this.#isTold) this.#show(state)
    } catch (error) {
      this.#set({ ...this.#view, failure: callFailure(error) })
    }
  }

  #show(state: ConnectionState): void {
    const unreachableSince = nextUnreachable(this.#view.unreachableSince, state, Date.now())
    this.#set({ state, failure: null, unreachableSince })
  }

  #set(view: ConnectionView): void {
    this.#view = view
    for (const listener of this.#listeners) listener()
  }
}

/**
 * Since when the world does not reach the vault, given since when that was known before.
 * @param now ms since the epoch, for what was never seen to be reachable
 */
export function nextUnreachable(
  before: number | null,
  { ways, status, lastProof }: ConnectionState,
  now: number,
): number | null {
  if (ways.length === 0 || status.state === 'up' || status.state === 'off') return null
  // One that wakes up looks first: that it was not looked at is no outage.
  if (before !== null || status.state === 'checking') return before
  return lastProof?.at ?? now
}
