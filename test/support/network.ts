import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'

/** A cable to another computer, which is a network namespace of this one (`ip-netns(8)`). */
export interface TestNetwork extends Disposable {
  /** Begins a command that shall run over there. */
  readonly over: readonly string[]
  /** Of the other computer. */
  readonly address: string
  /** Pulls the cable: what is sent is lost, and nobody is told. */
  cut(): void
  restore(): void
  /** This computer has another address from now on; whoever talks to the old one hears nothing. */
  moveUs(): void
}

/**
 * Why there can be no such network here; null where there can.
 */
export const noNetwork = findObstacle()
if (noNetwork !== null) console.warn(`No test of a cut network: ${noNetwork}.`)

function findObstacle(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s'
  if (userInfo().uid !== 0) return 'only root makes network namespaces'
  try {
    createNetwork()[Symbol.dispose]()
    return null
  } catch (error) {
    return `ip-netns(8): ${String(error).split('\n')[0]}`
  }
}

export function createNetwork(): TestNetwork {
  const name = `evault${process.pid}`
  const [here, there] = [`eva${process.pid}`, `evb${process.pid}`]
  const net = `10.213.${process.pid % 250}`
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' })
  const over = ['ip', 'netns', 'exec', name]
  ip('netns', 'add', name)
  const remove = () => ip('netns', 'delete', name)
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name)
    ip('address', 'add', `${net}.1/24`, 'dev', here)
    ip('link', 'set', here, 'up')
    ip('-n', name, 'address', 'add', `${net}.2/24`, 'dev', there)
    for (const link of ['lo', there]) ip('-n', name, 'link', 'set', link, 'up')
  } catch (error) {
    remove()
    throw error
  }
  return {
    over,
    address: `${net}.2`,
    cut: () => void ip('-n', name, 'link', 'set', there, 'down'),
    restore: () => void ip('-n', name, 'link', 'set', there, 'up'),
    moveUs() {
      ip('address', 'add', `${net}.3/24`, 'dev', here)
      ip('address', 'delete', `${net}.1/24`, 'dev', here)
      // With the first address, its secondary ones go.
      ip('address', 'replace', `${net}.3/24`, 'dev', here)
    },
    [Symbol.dispose]() {
      // Else it goes a while after the namespace.
      ip('link', 'delete', here)
      remove()
    },
  }
}
