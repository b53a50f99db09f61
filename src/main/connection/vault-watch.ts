import { EventEmitter, once } from 'node:events'
import type { VaultStatus } from '../../ipc/contract.ts'

type State = VaultStatus['state']

/** How the vault is, and when that is clear. */
export interface VaultWatch {
  readonly state: State
  show(state: State): void
  /**
   * When the vault is open, or will not be by itself: one that takes other settings is closed and
   * opened again. Not for longer than 20 s.
   */
  settled(): Promise<void>
  /** Nobody waits any more. */
  end(): void
}

const onTheWay: readonly State[] = ['starting', 'restarting', 'stopping']
const longestWaitMs = 20_000

export function createVaultWatch(): VaultWatch {
  let state: State = 'none'
  const changes = new EventEmitter<{ change: [] }>()
  const ended = new AbortController()
  return {
    get state() {
      return state
    },
    show(next) {
      state = next
      changes.emit('change')
    },
    async settled() {
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(longestWaitMs)])
      while (onTheWay.includes(state) && !signal.aborted) {
        await once(changes, 'change', { signal }).catch(() => {})
      }
    },
    end: () => ended.abort(),
  }
}
