import { VaultStartError } from './errors.ts'
import { createKeyCustody, type SecretStore } from './keys/custody.ts'
import { adoptIdentity, findIdentity, keyNames } from './keys/identity.ts'
import { createIdentityLogStorage } from './keys/identity-log-storage.ts'
import {
  collectKeys,
  type RecoveryKit,
  RecoveryKitError,
  replaceKeys,
  restoreKeys,
} from './keys/recovery-kit.ts'
import type { Log } from './log.ts'
import { OpenParts } from './open-parts.ts'
import { findEvaultId, hasVault, openStorage } from './open-storage.ts'
import { readStorageRecord } from './seal/record.ts'
import { canOpenSeal, reopenSeal } from './seal/seal.ts'

/** Opens what keeps the keys of a data directory. */
type OpenStore = (dataDirectory: string) => Promise<SecretStore>

/** How the vault of a kit is opened. */
interface KitMeans {
  readonly openStore: OpenStore
  readonly log: Log
}

/**
 * The recovery kit of a vault that is not running.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault,
 * `KEY_MISSING` where its keys are not in the store
 */
export async function readKit(
  dataDirectory: string,
  { openStore, log }: KitMeans,
): Promise<RecoveryKit> {
  if (!hasVault(dataDirectory)) throw noVault(dataDirectory)
  const parts = new OpenParts()
  try {
    const store = await openStore(dataDirectory)
    const openCustody = async () => createKeyCustody(store)
    const means = { openCustody, log, templateDirectory: null }
    const { db } = await openStorage(dataDirectory, means, parts)
    const identity = await findIdentity(db)
    if (identity === null) throw noVault(dataDirectory)
    const { ename, evaultId } = identity
    const keys = await collectKeys(store, evaultId)
    if (Object.keys(keys).length === 0) {
      throw new VaultStartError('KEY_MISSING', `No key of ${ename} is in: ${store.keychain.name}.`)
    }
    const entries = await createIdentityLogStorage(db).read(ename)
    return { ename, evaultId, createdAt: new Date().toISOString(), log: entries, keys }
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}

/**
 * Gives a vault that is not running the keys of its kit; a data directory without a vault becomes
 * the kit's vault, without records.
 * @param templateDirectory a database folder to start new vaults from
 * @throws VaultStartError as `openVault` does, `KEY_MISMATCH` where the vault is another one;
 * RecoveryKitError where the store holds other keys. Nothing has changed then
 */
export async function restoreKit(
  dataDirectory: string,
  kit: RecoveryKit,
  { openStore, log, templateDirectory }: KitMeans & { readonly templateDirectory: string | null },
): Promise<void> {
  const { ename, evaultId, log: entries, keys } = kit
  const parts = new OpenParts()
  try {
    const means = {
      ...{ log, templateDirectory, evaultId },
      async openCustody() {
        const present = await findEvaultId(dataDirectory)
        if (present !== null && present !== evaultId) throw otherVault(kit, dataDirectory)
        const store = await openStore(dataDirectory)
        await putKitBack(dataDirectory, kit, store)
        return createKeyCustody(store)
      },
    }
    const { db, custody } = await openStorage(dataDirectory, means, parts)
    if ((await findIdentity(db)) !== null) return
    const keyNames = Object.keys(keys)
    await adoptIdentity(db, custody, { ename, evaultId, log: entries, keyNames })
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}

/**
 * Puts a kit's keys into the store so that they open the storage of this directory, where there is
 * one. Keys that differ give way, and are kept beside, only where the kit opens the storage and they
 * do not.
 * @throws VaultStartError `KEY_MISMATCH` where the vault is another one; RecoveryKitError where the
 * store holds other keys, or the kit does not open the storage. Nothing has changed then
 */
export async function putKitBack(
  dataDirectory: string,
  kit: RecoveryKit,
  store: SecretStore,
): Promise<void> {
  const record = await readStorageRecord(dataDirectory)
  if (record === null) return restoreKeys(store, kit)
  if (record.evaultId !== kit.evaultId) throw otherVault(kit, dataDirectory)
  if (await canOpenSeal(record, store)) {
    // An import has keys of its own for the storage: they open it, the kit's do not.
    await restoreKeys(store, without(kit, await otherStorageKeys(store, kit)))
  } else if (await canOpenSeal(record, { get: async (name) => kit.keys[name] ?? null })) {
    await replaceKeys(store, kit)
  } else {
    throw new RecoveryKitError(
      'This kit was saved before your vault was encrypted, or restored by passphrase: it has your keys, but not the one that opens your records. Use a newer kit, or bring back the keychain that had it. Nothing was changed.',
    )
  }
  await reopenSeal(dataDirectory, record, store)
}

/**
 * Puts a kit's keys into the store for a vault that is still to be restored. Keys for storage that
 * differ open nothing here: they give way, and are kept beside.
 * @throws RecoveryKitError where the store holds other keys of the owner; nothing is changed then
 */
export async function putKitFirst(kit: RecoveryKit, store: SecretStore): Promise<void> {
  await restoreKeys(store, without(kit, await otherStorageKeys(store, kit)))
  await replaceKeys(store, kit)
}

/** Whether a kit has what opens the storage of this directory, or of one that is still to be made. */
export async function opensStorage(
  dataDirectory: string,
  { evaultId, keys }: Pick<RecoveryKit, 'evaultId' | 'keys'>,
): Promise<boolean> {
  const record = await readStorageRecord(dataDirectory)
  if (record === null) return keyNames.storage(evaultId) in keys
  return canOpenSeal(record, { get: async (name) => keys[name] ?? null })
}

/** Names of storage keys that the store has, and the kit has others of. */
async function otherStorageKeys(store: SecretStore, { evaultId, keys }: RecoveryKit) {
  const names = [keyNames.storage, keyNames.recovery, keyNames.backup, keyNames.backupPlace].map(
    (of) => of(evaultId),
  )
  const present = await Promise.all(names.map((name) => store.get(name)))
  return names.filter((name, at) => present[at] !== null && present[at] !== keys[name])
}

function without(kit: RecoveryKit, names: readonly string[]): RecoveryKit {
  const keys = Object.entries(kit.keys).filter(([name]) => !names.includes(name))
  return { ...kit, keys: Object.fromEntries(keys) }
}

function otherVault({ ename }: RecoveryKit, dataDirectory: string): VaultStartError {
  return new VaultStartError(
    'KEY_MISMATCH',
    `This kit is of ${ename}, the vault in ${dataDirectory} is another one. Nothing was changed.`,
  )
}

function noVault(dataDirectory: string): VaultStartError {
  return new VaultStartError('INVALID_CONFIG', `There is no vault in ${dataDirectory}.`)
}
