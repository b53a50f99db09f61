import { utilityProcess } from 'electron'
import { vaultEnvironment } from '../environment.ts'
import type { FromVault, ToVault } from './messages.ts'
import type { VaultProcess } from './supervisor.ts'

/**
 * Starts the vault process.
 * @param entry its script
 * @param start the first message
 * @param onLog receives its log, line by line as it comes
 */
export function launchVaultProcess(
  entry: string,
  start: Extract<ToVault, { kind: 'start' }>,
  onLog: (chunk: Buffer) => void,
): VaultProcess {
  const env = vaultEnvironment()
  const child = utilityProcess.fork(entry, [], { serviceName: 'eVault', stdio: 'pipe', env })
  child.stdout?.on('data', onLog)
  child.stderr?.on('data', onLog)
  child.postMessage(start)
  return {
    send: (message) => child.postMessage(message),
    kill: () => void child.kill(),
    onMessage: (listener) => void child.on('message', (message: FromVault) => listener(message)),
    onExit: (listener) => void child.on('exit', listener),
  }
}
