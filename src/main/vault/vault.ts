import { mkdir } from 'node:fs/promises'
import {
  createKeyCustody,
  type HeldKeys,
  openPlainKeyFile,
  parseConfig,
  type RestoredIdentity,
  type SecretStore,
  type SessionOrigin,
  type SigningPurpose,
  SigningRefused,
  VaultStartError,
} from '../../evault/index.ts'
import type { VaultStatus } from '../../ipc/contract.ts'
import { chosenPorts } from '../environment.ts'
import type { ArchiveChoice } from '../export/archive-choice.ts'
import { openOsKeychain } from '../keychain/os-keychain.ts'
import type { SettingsFile } from '../settings.ts'
import { launchVaultProcess } from './launch.ts'
import type { CustodyMethod, ToVault } from './messages.ts'
import { registrySecretName } from './registry-choice.ts'
import type { RelayProofs } from './relay-proofs.ts'
import { createSigningGuard, type OwnerQuestion, type SigningGuard } from './signing-guard.ts'
import { type SigningWhileLocked, whileLocked } from './signing-while-locked.ts'
import { createVaultSupervisor, type VaultSupervisor } from './supervisor.ts'

interface AppVaultOptions {
  readonly dataDirectory: string
  readonly processEntry: string
  readonly templateDirectory: string
  readonly windowOrigin: string
  readonly version: string
  readonly settings: SettingsFile
  /** The identity of a recovery kit, for a data directory without one. */
  readonly restored: () => RestoredIdentity | null
  /** Asks the owner before something is signed, in a dialog of main's own. */
  readonly confirm: (question: OwnerQuestion) => Promise<boolean>
  /**
   * Whether the app is locked, which it may be from the start.
   * @throws VaultStartError what the keychain throws
   */
  readonly startsLocked: () => Promise<boolean>
  readonly isLocked: () => boolean
  /** The archives that the owner has chosen files for. */
  readonly archives: ArchiveChoice
  /** The relays that the vault may prove itself to. */
  readonly relayProofs: RelayProofs
  readonly onLog: (chunk: Buffer) => void
  readonly onStatus: (status: VaultStatus) => void
}

/** The app's vault: a supervised process whose keys stay here. */
export function createAppVault(options: AppVaultOptions): VaultSupervisor {
  const { dataDirectory, templateDirectory, windowOrigin, version } = options
  let custody: HeldKeys | null = null
  const guard = createSigningGuard(
    options.confirm,
    () => !hasKeys,
    options.relayProofs,
    options.archives,
  )
  const locked = whileLocked(options.isLocked)
  let hasKeys = false

  async function describeStart(): Promise<Extract<ToVault, { kind: 'start' }>> {
    const settings = await options.settings.read()
    const { keys, withoutKeys = false, registry, connection, acknowledge } = settings
    hasKeys = keys !== undefined
    const store = await openSecretStore(keys ?? 'keychain', dataDirectory)
    // A key file that was chosen for a new vault has no keys yet.
    if (keys === 'file') hasKeys = (await store.names('')).length > 0
    custody = createKeyCustody(store)
    const startsLocked = await options.startsLocked()
    custody.hold(!startsLocked)
    const registrySecret =
      registry === undefined ? null : await store.get(registrySecretName(registry))
    return {
      kind: 'start',
      config: parseConfig({
        ...{ dataDirectory, policy: 'guarded', registry, acknowledge, ...chosenPorts() },
      }),
      ...{ templateDirectory, windowOrigin, version, withoutKeys, registrySecret },
      startsLocked,
      awaitsAddress: (connection?.ways.length ?? 0) > 0,
      keychain: custody.keychain,
      restored: options.restored(),
    }
  }

  return createVaultSupervisor({
    dataDirectory,
    onStatus: options.onStatus,
    isLocked: options.isLocked,
    holdKeys: (isHeld) => custody?.hold(isHeld),
    // Keys that exist are not elsewhere because their keychain does not answer.
    waysOut: (code) => [
      'retry',
      ...(code === 'KEYCHAIN_UNAVAILABLE' && !hasKeys ? (['use-key-file'] as const) : []),
      ...(code === 'STORAGE_KEY_MISSING' ? (['restore-kit'] as const) : []),
      ...(code === 'KEY_MISSING' ? (['restore-kit', 'open-without-keys'] as const) : []),
      // A new vault whose keychain does not answer has no folder yet.
      ...(hasKeys || !code.startsWith('KEYCHAIN') ? (['open-data-folder'] as const) : []),
      'quit',
    ],
    async launch() {
      // It loads its modules while the keychain is asked.
      const process = launchVaultProcess(options.processEntry, options.onLog)
      try {
        process.send(await describeStart())
      } catch (error) {
        process.kill()
        throw error
      }
      return process
    },
    async onReady({ keyless }) {
      const { withoutKeys } = await options.settings.read()
      if (!hasKeys || (withoutKeys && !keyless)) {
        await options.settings.change(({ withoutKeys, keys = 'keychain', ...settings }) => ({
          ...{ ...settings, keys },
          ...(keyless && { withoutKeys }),
        }))
      }
      hasKeys = true
    },
    async answer({ id, method, parameters }) {
      try {
        if (custody === null) throw new Error('the keychain is not open')
        const value = await callCustody(custody, { guard, locked }, method, parameters)
        return { kind: 'answer', id, value }
      } catch (error) {
        return refusal(id, error)
      }
    },
  })
}

/** Opens what keeps the vault's keys: the system's keychain, or the file the owner chose. */
export async function openSecretStore(
  keys: 'keychain' | 'file',
  dataDirectory: string,
): Promise<SecretStore> {
  if (keys === 'keychain') return openOsKeychain()
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  return openPlainKeyFile(dataDirectory)
}

async function callCustody(
  custody: HeldKeys,
  { guard, locked }: { readonly guard: SigningGuard; readonly locked: SigningWhileLocked },
  method: CustodyMethod,
  parameters: readonly unknown[],
): Promise<unknown> {
  if (method === 'setWebhookSecret' || method === 'setBackupSecret') {
    return custody[method](...(parameters as [string, string | null]))
  }
  const [name, bytes, purpose, origin] = parameters as [
    string,
    Uint8Array,
    SigningPurpose,
    SessionOrigin?,
  ]
  if (method === 'wrapDataKey' || method === 'unwrapDataKey') return custody[method](name, bytes)
  if (method === 'openBackupKey') {
    locked.refuseBackupKey()
    return custody.openBackupKey(name, bytes)
  }
  if (method !== 'sign') return custody[method](name)
  locked.refuse(purpose)
  await guard.allow(name, bytes, purpose, origin)
  // The owner may have been asked, for a while.
  locked.refuse(purpose)
  return custody.sign(name, bytes, purpose)
}

function refusal(id: number, error: unknown): ToVault {
  const code =
    error instanceof SigningRefused
      ? 'SIGNING_REFUSED'
      : error instanceof VaultStartError
        ? error.code
        : 'UNEXPECTED'
  return {
    kind: 'refusal',
    id,
    code,
    message: error instanceof Error ? error.message : String(error),
  }
}
