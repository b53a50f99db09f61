import { mkdir } from 'node:fs/promises'
import {
  createKeyCustody,
  type KeyCustody,
  openPlainKeyFile,
  parseConfig,
  type SecretStore,
  VaultStartError,
} from '../../evault/index.ts'
import type { VaultStatus } from '../../ipc/contract.ts'
import { openOsKeychain } from '../keychain/os-keychain.ts'
import type { SettingsFile } from '../settings.ts'
import { launchVaultProcess } from './launch.ts'
import type { CustodyMethod, ToVault } from './messages.ts'
import { createVaultSupervisor, type VaultSupervisor } from './supervisor.ts'

interface AppVaultOptions {
  readonly dataDirectory: string
  readonly processEntry: string
  readonly templateDirectory: string
  readonly windowOrigin: string
  readonly version: string
  readonly settings: SettingsFile
  readonly onLog: (chunk: Buffer) => void
  readonly onStatus: (status: VaultStatus) => void
}

/** The app's vault: a supervised process whose keys stay here. */
export function createAppVault(options: AppVaultOptions): VaultSupervisor {
  const { dataDirectory, templateDirectory, windowOrigin, version } = options
  let custody: KeyCustody | null = null
  let hasKeys = false

  return createVaultSupervisor({
    dataDirectory,
    onStatus: options.onStatus,
    // Keys that exist are not elsewhere because their keychain does not answer.
    waysOut: (code) =>
      code === 'KEYCHAIN_UNAVAILABLE' && !hasKeys
        ? ['retry', 'use-key-file', 'open-data-folder', 'quit']
        : ['retry', 'open-data-folder', 'quit'],
    async launch() {
      const { keys } = await options.settings.read()
      hasKeys = keys !== undefined
      custody = createKeyCustody(await openSecretStore(keys ?? 'keychain', dataDirectory))
      const { keychain } = custody
      const config = parseConfig({ dataDirectory, policy: 'guarded' })
      return launchVaultProcess(
        options.processEntry,
        { kind: 'start', config, templateDirectory, windowOrigin, version, keychain },
        options.onLog,
      )
    },
    async onReady() {
      if (!hasKeys) await options.settings.write({ keys: 'keychain' })
      hasKeys = true
    },
    async answer({ id, method, parameters }) {
      try {
        if (custody === null) throw new Error('the keychain is not open')
        return { kind: 'answer', id, value: await callCustody(custody, method, parameters) }
      } catch (error) {
        return refusal(id, error)
      }
    },
  })
}

async function openSecretStore(
  keys: 'keychain' | 'file',
  dataDirectory: string,
): Promise<SecretStore> {
  if (keys === 'keychain') return openOsKeychain()
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  return openPlainKeyFile(dataDirectory)
}

function callCustody(
  custody: KeyCustody,
  method: CustodyMethod,
  parameters: readonly unknown[],
): Promise<unknown> {
  const [name, bytes] = parameters as [string, Uint8Array]
  return method === 'sign' ? custody.sign(name, bytes) : custody[method](name)
}

function refusal(id: number, error: unknown): ToVault {
  const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
  return {
    kind: 'refusal',
    id,
    code,
    message: error instanceof Error ? error.message : String(error),
  }
}
