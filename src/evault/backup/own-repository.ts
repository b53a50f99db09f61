import type { KeyCustody } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import type { Seal } from '../seal/seal.ts'
import { BackupError, type BackupPlace } from './place.ts'
import {
  createRepository,
  openRepository,
  type Repository,
  unlockRepository,
} from './repository.ts'
import { type RepositoryKey, repositoryKey } from './repository-key.ts'

type Keys = Pick<KeyCustody, 'keychain' | 'backupSecret' | 'setBackupSecret' | 'openBackupKey'>

/** Whose backups they are. */
export type OwnVault = Pick<Seal, 'evaultId' | 'recoveryRecipient'>

/**
 * Begins backups of a vault at a place that holds none. Their key is kept with the vault's keys,
 * and at the place: for the recovery key, and for a passphrase where there is one.
 * @param sealForPassphrase null where no passphrase is to open them
 * @throws BackupError
 */
export async function beginOwnRepository(
  place: BackupPlace,
  keys: Keys,
  vault: OwnVault,
  sealForPassphrase: ((key: RepositoryKey) => Promise<Uint8Array>) | null,
): Promise<Repository> {
  const recovery = { recipient: vault.recoveryRecipient, open: openerOf(keys, vault) }
  const repository = await createRepository(place, recovery, sealForPassphrase)
  await keys.setBackupSecret(keyNames.backup(vault.evaultId), repository.key.identity)
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
  vault: OwnVault,
): Promise<Repository> {
  const name = keyNames.backup(vault.evaultId)
  const identity = await keys.backupSecret(name)
  if (identity !== null) {
    try {
      return await openRepository(place, await repositoryKey(identity))
    } catch (error) {
      if (!(error instanceof BackupError) || error.code !== 'WRONG_KEY') throw error
    }
  }
  const repository = await unlockRepository(place, { open: openerOf(keys, vault) })
  await keys.setBackupSecret(name, repository.key.identity)
  return repository
}

/**
 * Keeps the key of the backups that a vault was restored from with its other keys, unless there is
 * one: so that it goes on with them, also where a passphrase has opened them.
 */
export async function keepRepositoryKey(
  identity: string,
  keys: Pick<Keys, 'backupSecret' | 'setBackupSecret'>,
  evaultId: string,
): Promise<void> {
  const name = keyNames.backup(evaultId)
  if ((await keys.backupSecret(name)) === null) await keys.setBackupSecret(name, identity)
}

/** Opens the key of backups as whoever holds the recovery key does. */
function openerOf(keys: Keys, { evaultId }: OwnVault) {
  return async (sealed: Uint8Array): Promise<Uint8Array> => {
    const opened = await keys.openBackupKey(keyNames.recovery(evaultId), sealed)
    if (typeof opened !== 'string') return opened
    const message =
      opened === 'missing'
        ? `The recovery key of this vault is not in ${keys.keychain.name}. Restore your recovery kit.`
        : `The recovery key in ${keys.keychain.name} does not open these backups: they are of another vault, or from before its keys were others.`
    throw new BackupError('WRONG_KEY', message)
  }
}
