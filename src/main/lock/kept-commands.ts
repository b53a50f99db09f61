import type { WindowCommand } from '../../ipc/contract.ts'
import type { KeptCommands } from '../../ipc/lock.ts'

/**
 * What links, tray and notifications ask of the window while it is locked. Older links are counted,
 * so that the owner can be told: whoever opened one waits for an answer.
 */
export interface CommandKeeper {
  /** How many links came. */
  readonly links: number
  keep(command: WindowCommand): void
  /** Forgets what it tells. */
  take(): KeptCommands
}

export function keepCommands(): CommandKeeper {
  let link: WindowCommand | null = null
  let other: WindowCommand | null = null
  let links = 0
  return {
    get links() {
      return links
    },
    keep(command) {
      if (command.kind !== 'open-link') {
        other = command
        return
      }
      link = command
      links += 1
    },
    take() {
      const commands = [other, link].filter((one) => one !== null)
      const leftOut = Math.max(0, links - 1)
      link = null
      other = null
      links = 0
      return { commands, leftOut }
    },
  }
}
