import type { Logger } from 'pino'
import type { VaultSupervisor } from '../vault/supervisor.ts'
import { readWaiting, type WaitingItem } from './waiting.ts'

interface Means {
  /** Asks the vault over its port: the owner listener is closed while the app is locked. */
  readonly call: () => VaultSupervisor['call']
  readonly onWaiting: (items: readonly WaitingItem[]) => void
  readonly log: Logger
}

/** Who asks comes without an event. */
const LOOK_EVERY_MS = 5_000

/** Looks every five seconds what waits for the owner, while the vault is open. */
export function watchWaiting({ call, onWaiting, log }: Means): Disposable {
  let ended = false
  let hasFailed = false
  let timer = setTimeout(look, LOOK_EVERY_MS)

  async function look(): Promise<void> {
    const ask = call()
    try {
      if (ask !== null) onWaiting(readWaiting(await ask('whatWaits')))
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
