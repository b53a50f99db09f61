import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { requireRoom } from '../db/free-space.ts'
import { createKeyCustody, type SecretStore } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import { type RecoveryKit, RecoveryKitError } from '../keys/recovery-kit.ts'
import { openBackupKey } from '../keys/storage-keys.ts'
import { putKitFirst } from '../kit-of-vault.ts'
import { orAborted } from './cancelling.ts'
import { differenceText } from './differences.ts'
import { keepRepositoryKey } from './own-repository.ts'
import { BackupError, type BackupPlace } from './place.ts'
import { type RebuildOptions, type RebuiltVault, rebuildVault } from './rebuilt-vault.ts'
import { type Repository, unlockRepository } from './repository.ts'
import type { Unlocking } from './repository-key.ts'
import { draftOf, removeDraft, requireNoVault, takePlace } from './take-place.ts'

/** What was restored. */
export interface RestoredVault extends RebuiltVault {
  /** The backup. */
  readonly id: string
  readonly ename: string
  readonly evaultId: string
}

/** What opens the backups: a recovery kit, which brings the vault's keys back as well, or a passphrase. */
export type RestoringBy = { readonly kit: RecoveryKit } | { readonly passphrase: string }

/** How a vault is restored. */
export interface RestorationMeans extends Omit<RebuildOptions, 'custody'> {
  /** The latest backup, where it is null. */
  readonly id: string | null
  readonly openStore: (dataDirectory: string) => Promise<SecretStore>
}

/**
 * Brings a vault back on a new computer: opens the backups at a place with what the owner has, puts
 * a kit's keys into the store, then restores.
 * @throws BackupError, VaultStartError, RecoveryKitError
 */
export async function restoreFromBackup(
  dataDirectory: string,
  place: BackupPlace,
  by: RestoringBy,
  { id, openStore, ...options }: RestorationMeans,
): Promise<RestoredVault> {
  requireNoVault(dataDirectory)
  const repository = await unlockRepository(place, unlockingBy(by))
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  const store = await openStore(dataDirectory)
  if ('kit' in by) await putKitFirst(by.kit, store)
  const custody = createKeyCustody(store)
  const restored = await restoreVault(repository, id, dataDirectory, { ...options, custody })
  await keepRepositoryKey(repository.key.identity, custody, restored.evaultId)
  return restored
}

function unlockingBy(by: RestoringBy): Unlocking {
  if ('passphrase' in by) return by
  // Told before the place is asked for anything.
  recoveryKeyOf(by.kit)
  return { open: (sealed) => openBackupKeyByKit(by.kit, sealed) }
}

/**
 * Opens the key of backups with the recovery key of a kit, and nothing else that is encrypted to it.
 * @throws RecoveryKitError where the kit was saved before there was such a key, or it is not for it
 */
export async function openBackupKeyByKit(
  kit: RecoveryKit,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const recoveryKey = recoveryKeyOf(kit)
  const keys = { get: async () => recoveryKey }
  const opened = await openBackupKey(keys, keyNames.recovery(kit.evaultId), sealed)
  if (typeof opened !== 'string') return opened
  throw new RecoveryKitError('This recovery kit does not open that.')
}

/**
 * What of a kit opens backups.
 * @throws RecoveryKitError where it was saved before there was such a key
 */
export function recoveryKeyOf({ evaultId, keys }: RecoveryKit): string {
  const recoveryKey = keys[keyNames.recovery(evaultId)]
  if (recoveryKey !== undefined) return recoveryKey
  throw new RecoveryKitError(
    'This kit was saved before your vault was encrypted: it does not open backups. Use a newer kit, or the passphrase of the backups.',
  )
}

/**
 * Brings a vault back from a backup into a data directory that holds none. It appears there at
 * once and whole, after it was opened and compared; what differs is said, and is no reason to keep
 * back the rest.
 * @param id the latest one, where it is null
 * @param options with the custody of the keys of the vault's recovery kit; without them the records
 * are there, but nothing can be signed
 * @throws VaultStartError `INVALID_CONFIG` where there is a vault already; BackupError. Nothing
 * is left then
 */
export async function restoreVault(
  repository: Repository,
  id: string | null,
  dataDirectory: string,
  options: RebuildOptions,
): Promise<RestoredVault> {
  const target = resolve(dataDirectory)
  requireNoVault(target)
  const { signal } = options
  const backups = await orAborted(repository.backups(), signal)
  const backup = id === null ? backups.at(-1) : backups.find((one) => one.id === id)
  if (backup === undefined) {
    const message = `There is no ${id === null ? 'backup' : `backup ${id}`} in ${repository.place.title}.`
    throw new BackupError('NO_BACKUPS', message)
  }
  const index = await orAborted(repository.readIndex(backup.id), signal)
  const parent = dirname(target)
  await mkdir(parent, { recursive: true })
  await removeDraft(target)
  requireRoom(
    parent,
    index.files.reduce((sum, { size }) => sum + size, 0),
  )
  try {
    const rebuilt = await rebuildVault(repository, index, draftOf(target), options)
    if (rebuilt.differences.some(({ part }) => part === 'database')) {
      const what = rebuilt.differences.map(differenceText).join('; ')
      const message = `The database in the backup ${backup.id} is damaged (${what}). Restore an earlier one.`
      throw new BackupError('BACKUP_DAMAGED', message)
    }
    await takePlace(target)
    const { ename = '', evaultId = '' } = index.facts
    return { ...rebuilt, id: backup.id, ename, evaultId }
  } catch (error) {
    await removeDraft(target)
    throw error
  }
}
