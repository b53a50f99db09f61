import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockDirectory } from './db/lock.ts'
import { openDatabase } from './db/open.ts'
import { VaultStartError } from './errors.ts'
import { createKeyCustody, type SecretStore } from './keys/custody.ts'
import { adoptIdentity, findIdentity } from './keys/identity.ts'
import { createIdentityLogStorage } from './keys/identity-log-storage.ts'
import { collectKeys, type RecoveryKit, restoreKeys } from './keys/recovery-kit.ts'
import { OpenParts } from './open-parts.ts'

/** Opens what keeps the keys of a data directory. */
type OpenStore = (dataDirectory: string) => Promise<SecretStore>

/**
 * The recovery kit of a vault that is not running.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault,
 * `KEY_MISSING` where its keys are not in the store
 */
export async function readKit(dataDirectory: string, openStore: OpenStore): Promise<RecoveryKit> {
  if (!existsSync(join(dataDirectory, 'pg'))) throw noVault(dataDirectory)
  const parts = new OpenParts()
  try {
    parts.add(await lockDirectory(dataDirectory))
    const { db } = parts.add(await openDatabase(dataDirectory, null))
    const identity = await findIdentity(db)
    if (identity === null) throw noVault(dataDirectory)
    const { ename, evaultId } = identity
    const store = await openStore(dataDirectory)
    const keys = await collectKeys(store, evaultId)
    if (Object.keys(keys).length === 0) {
      throw new VaultStartError('KEY_MISSING', `No key of ${ename} is in: ${store.keychain.name}.`)
    }
    const log = await createIdentityLogStorage(db).read(ename)
    return { ename, evaultId, createdAt: new Date().toISOString(), log, keys }
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
  openStore: OpenStore,
  templateDirectory: string | null,
): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  const parts = new OpenParts()
  try {
    parts.add(await lockDirectory(dataDirectory))
    const { db } = parts.add(await openDatabase(dataDirectory, templateDirectory))
    const identity = await findIdentity(db)
    if (identity !== null && identity.evaultId !== kit.evaultId) {
      throw new VaultStartError(
        'KEY_MISMATCH',
        `This kit is of ${kit.ename}, the vault in ${dataDirectory} of ${identity.ename}. Nothing was changed.`,
      )
    }
    const store = await openStore(dataDirectory)
    await restoreKeys(store, kit)
    if (identity !== null) return
    const { ename, evaultId, log, keys } = kit
    const keyNames = Object.keys(keys)
    await adoptIdentity(db, createKeyCustody(store), { ename, evaultId, log, keyNames })
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}

function noVault(dataDirectory: string): VaultStartError {
  return new VaultStartError('INVALID_CONFIG', `There is no vault in ${dataDirectory}.`)
}
