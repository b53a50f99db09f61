import { utilityProcess } from 'electron'
import { vaultEnvironment } from '../environment.ts'
import type { FromVault } from './messages.ts'
import type { VaultProcess } from './supervisor.ts'

/**
 * Starts the vault process, which waits for its `start` message.
 * @param entry its script
 * @param onLog receives its log, line by line as it comes
 */
export function launchVaultProcess(entry: string, onLog: (chunk: Buffer) => void): VaultProcess {
  const env = vaultEnvironment()
  const child = utilityProcess.fork(entry, [], { serviceName: 'eVault', stdio: 'pipe', env })
  child.stdout?.on('data', onLog)
  child.stderr?.on('data', onLog)
  // Whoever asks late is told, too.
  const exited = new Promise<number>((resolve) => child.once('exit', resolve))
  return {
    send: (message) => child.postMessage(message),
    kill: () => void child.kill(),
    onMessage: (listener) => void child.on('message', (message: FromVault) => listener(message)),
    onExit: (listener) => void exited.then(listener),
  }
}
