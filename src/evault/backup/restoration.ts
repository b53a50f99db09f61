import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { syncDirectory } from '../../registry/replace-file.ts'
import { requireRoom } from '../db/free-space.ts'
import { VaultStartError } from '../errors.ts'
import { createKeyCustody, type SecretStore } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import { type RecoveryKit, RecoveryKitError, restoreKeys } from '../keys/recovery-kit.ts'
import { hasVault } from '../open-storage.ts'
import { BackupError, type BackupPlace } from './place.ts'
import { type RebuildOptions, type RebuiltVault, rebuildVault } from './rebuilt-vault.ts'
import { type Repository, unlockRepository } from './repository.ts'

/** What was restored. */
export interface RestoredVault extends RebuiltVault {
  /** The backup. */
  readonly id: string
  readonly ename: string
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
  const repository = await unlockRepository(place, 'kit' in by ? recoveryKeyOf(by.kit) : by)
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  const store = await openStore(dataDirectory)
  if ('kit' in by) await restoreKeys(store, by.kit)
  return restoreVault(repository, id, dataDirectory, { ...options, store })
}

function recoveryKeyOf({ evaultId, keys }: RecoveryKit) {
  const recoveryKey = keys[keyNames.recovery(evaultId)]
  if (recoveryKey !== undefined) return { recoveryKey }
  throw new RecoveryKitError(
    'This kit was saved before your vault was encrypted: it does not open backups. Use a newer kit, or the passphrase of the backups.',
  )
}

/**
 * Brings a vault back from a backup into a data directory that holds none. It appears there at
 * once and whole, after it was opened and compared; what differs is said, and is no reason to keep
 * back the rest.
 * @param id the latest one, where it is null
 * @param store holds the keys of the vault's recovery kit; without them the records are there, but
 * nothing can be signed
 * @throws VaultStartError `INVALID_CONFIG` where there is a vault already; BackupError. Nothing
 * is left then
 */
export async function restoreVault(
  repository: Repository,
  id: string | null,
  dataDirectory: string,
  { store, ...options }: Omit<RebuildOptions, 'custody'> & { readonly store: SecretStore },
): Promise<RestoredVault> {
  const target = resolve(dataDirectory)
  requireNoVault(target)
  const backups = await repository.backups()
  const backup = id === null ? backups.at(-1) : backups.find((one) => one.id === id)
  if (backup === undefined) {
    const message = `There is no ${id === null ? 'backup' : `backup ${id}`} in ${repository.place.title}.`
    throw new BackupError('NO_BACKUPS', message)
  }
  const index = await repository.readIndex(backup.id)
  const parent = dirname(target)
  await mkdir(parent, { recursive: true })
  const draft = join(parent, `${basename(target)}.restoring`)
  // Of one that was killed: a copy, which nobody has seen yet.
  await rm(draft, { recursive: true, force: true })
  requireRoom(
    parent,
    index.files.reduce((sum, { size }) => sum + size, 0),
  )
  try {
    const custody = createKeyCustody(store)
    const rebuilt = await rebuildVault(repository, index, draft, { custody, ...options })
    if (rebuilt.differences.some((difference) => difference.startsWith('pg/'))) {
      const message = `The database in the backup ${backup.id} is damaged (${rebuilt.differences.join('; ')}). Restore an earlier one.`
      throw new BackupError('BACKUP_DAMAGED', message)
    }
    await takePlace(draft, target)
    return { ...rebuilt, id: backup.id, ename: index.facts.ename ?? '' }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

function requireNoVault(directory: string): void {
  if (!hasVault(directory)) return
  const message = `There is a vault in ${directory}. Move that folder away, or restore into another one. Nothing was changed.`
  throw new VaultStartError('INVALID_CONFIG', message)
}

/** What the directory holds beside a vault, such as the file of its keys, stays. */
async function takePlace(draft: string, target: string): Promise<void> {
  requireNoVault(target)
  if (!existsSync(target)) await rename(draft, target)
  else {
    // Last what makes it a vault.
    const isRecord = (name: string) => Number(name.startsWith('storage.'))
    const names = (await readdir(draft)).sort((one, other) => isRecord(one) - isRecord(other))
    for (const name of names) await rename(join(draft, name), join(target, name))
    await rm(draft, { recursive: true })
    await syncDirectory(target)
  }
  await syncDirectory(dirname(target))
}
