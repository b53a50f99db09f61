import type { SecretStore } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import { createRecoveryKey, openWithRecoveryKey } from '../keys/storage-keys.ts'
import { BackupError, type BackupPlace } from './place.ts'
import {
  createRepository,
  openRepository,
  type Repository,
  unlockRepository,
} from './repository.ts'
import { repositoryKey } from './repository-key.ts'

type Keys = Pick<SecretStore, 'get' | 'set' | 'keychain' | 'remove' | 'names'>

/**
 * Begins backups of a vault at a place that holds none. Their key is kept with the vault's keys,
 * and at the place: for the recovery key, and for a passphrase where there is one.
 * @throws BackupError
 */
export async function beginOwnRepository(
  place: BackupPlace,
  keys: Keys,
  evaultId: string,
  passphrase: string | null,
): Promise<Repository> {
  const name = keyNames.recovery(evaultId)
  const recovery = {
    recipient: await createRecoveryKey(keys, name),
    async open(sealed: Uint8Array) {
      const opened = await openWithRecoveryKey(keys, name, sealed)
      if (typeof opened === 'string') throw new Error(`the recovery key is ${opened}`)
      return opened
    },
  }
  const repository = await createRepository(place, recovery, passphrase)
  await keys.set(keyNames.backup(evaultId), repository.key.identity)
  return repository
}

/**
 * Opens the backups of a vault with its keys: with the one that is kept for that, or the recovery
 * key, as after a restoration.
 * @throws BackupError `NO_BACKUPS`, `WRONG_KEY`
 */
export async function openOwnRepository(
  place: BackupPlace,
  keys: Keys,
  evaultId: string,
): Promise<Repository> {
  const identity = await keys.get(keyNames.backup(evaultId))
  if (identity !== null) {
    try {
      return await openRepository(place, await repositoryKey(identity))
    } catch (error) {
      if (!(error instanceof BackupError) || error.code !== 'WRONG_KEY') throw error
    }
  }
  const recoveryKey = await keys.get(keyNames.recovery(evaultId))
  if (recoveryKey === null) {
    const message = `The key of these backups is not in ${keys.keychain.name}. Restore your recovery kit.`
    throw new BackupError('WRONG_KEY', message)
  }
  const repository = await unlockRepository(place, { recoveryKey })
  await keys.set(keyNames.backup(evaultId), repository.key.identity)
  return repository
}
