import type { Logger } from 'pino'
import { askOwner } from '../vault/ask-owner.ts'
import type { VaultSupervisor } from '../vault/supervisor.ts'
import { readWaiting, type WaitingItem, waitingQuery } from './waiting.ts'

interface Means {
  readonly owner: () => VaultSupervisor['owner']
  readonly onWaiting: (items: readonly WaitingItem[]) => void
  readonly log: Logger
}

/** Who asks comes without an event. */
const LOOK_EVERY_MS = 5_000

/** Looks every five seconds what waits for the owner, while the vault is open. */
export function watchWaiting({ owner, onWaiting, log }: Means): Disposable {
  let ended = false
  let hasFailed = false
  let timer = setTimeout(look, LOOK_EVERY_MS)

  async function look(): Promise<void> {
    const access = owner()
    try {
      if (access !== null) onWaiting(readWaiting(await askOwner(access, waitingQuery)))
      hasFailed = false
    } catch (error) {
      // A vault that is started again just now is asked again; one that goes on failing is told once.
      if (!hasFailed) log.warn({ cause: String(error) }, 'what waits for the owner is not known')
      hasFailed = true
    }
    if (!ended) timer = setTimeout(look, LOOK_EVERY_MS)
  }

  return {
    [Symbol.dispose]() {
      ended = true
      clearTimeout(timer)
    },
  }
}
