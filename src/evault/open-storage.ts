import { constants, existsSync } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finishRestoration, restoredBeside } from './backup/finish-restoration.ts'
import {
  convertVault,
  type OnConversion,
  removePlain,
  requireRoomToConvert,
} from './conversion/conversion.ts'
import { databaseFolders } from './conversion/database-folder.ts'
import {
  isPlainDatabase,
  type PlainIdentity,
  readPlainIdentity,
} from './conversion/plain-database.ts'
import type { Database } from './db/database.ts'
import { type DirectoryLock, lockDirectory } from './db/lock.ts'
import { type OpenDatabase, openDatabase, requireRoomForNew, toStartError } from './db/open.ts'
import type { Acknowledge } from './db/storage/durability.ts'
import { diskError, VaultStartError } from './errors.ts'
import type { KeyCustody } from './keys/custody.ts'
import { newEvaultId } from './keys/identity.ts'
import type { Log } from './log.ts'
import type { OpenParts } from './open-parts.ts'
import { damagedRecord, readStorageRecord } from './seal/record.ts'
import { createSeal, openSeal, type Seal } from './seal/seal.ts'

/** What a data directory is opened with. */
export interface StorageMeans {
  /** Opens what keeps the keys; asked once the data directory is ours. */
  readonly openCustody: () => Promise<KeyCustody>
  /** A database folder to start new vaults from. */
  readonly templateDirectory: string | null
  readonly log: Log
  /** When a change is said to be made: once it is on the disk, unless this says otherwise. */
  readonly acknowledge?: Acknowledge | undefined
  /** Whose a data directory without a vault becomes; a new one's where it is left out. */
  readonly evaultId?: string | undefined
  /** Hears how far an unencrypted vault is encrypted. */
  readonly onConversion?: OnConversion | undefined
  /** An unencrypted vault is encrypted although none of its keys are in the keychain. */
  readonly withoutKeys?: boolean | undefined
}

/** An open data directory. */
export interface OpenStorage {
  readonly custody: KeyCustody
  readonly seal: Seal
  readonly db: Database
  readonly snapshot: OpenDatabase['snapshot']
}

/** Whether there is a vault in this directory, or a restored one that takes its place when it is opened. */
export function hasVault(directory: string): boolean {
  const parts = ['storage.json', 'storage.copy.json', 'pg'].map((name) => join(directory, name))
  return [...parts, restoredBeside(directory)].some(existsSync)
}

/**
 * Opens a data directory, for everybody who does: its lock, the keys, the encryption, the database.
 * A directory without a vault gets an empty one; one that a version without encryption left is
 * encrypted first.
 * @param parts are given what has to be closed
 * @throws VaultStartError `DATA_DIRECTORY_IN_USE`, `STORAGE_KEY_MISSING`, and as `openDatabase` does;
 * what the keychain throws. Nothing is deleted in any of these cases.
 */
export async function openStorage(
  directory: string,
  means: StorageMeans,
  parts: OpenParts,
): Promise<OpenStorage> {
  await prepareDirectory(directory)
  parts.add(await takeLock(directory))
  await onDisk(directory, () => finishRestoration(directory))
  const custody = await means.openCustody()
  const seal = await onDisk(directory, () => findSeal(directory, custody, means))
  if (seal.state === 'converting') {
    await onDisk(directory, () => convertVault(directory, seal, means))
  }
  const { acknowledge = 'durable', templateDirectory, log } = means
  const isNew = seal.state === 'new'
  const { db, snapshot } = parts.add(
    await openDatabase(directory, {
      key: seal.databaseKey(),
      ...{ isNew, acknowledge, templateDirectory, log },
    }),
  )
  if (seal.state === 'converting') await removePlain(directory)
  await onDisk(directory, () => seal.settle())
  return { custody, seal, db, snapshot }
}

/**
 * The vault instance's W3ID of a data directory whose lock the caller holds; null where there is no
 * vault. No key is needed.
 * @throws VaultStartError
 */
export async function findEvaultId(directory: string): Promise<string | null> {
  const record = await readStorageRecord(directory)
  return record?.evaultId ?? (await findPlainIdentity(directory))?.evaultId ?? null
}

async function findSeal(
  directory: string,
  custody: KeyCustody,
  { evaultId, withoutKeys = false }: StorageMeans,
): Promise<Seal> {
  const record = await readStorageRecord(directory)
  if (record !== null) {
    if (evaultId !== undefined && evaultId !== record.evaultId) throw otherVault(directory)
    return openSeal(directory, record, custody)
  }
  const { current, draft, plain } = databaseFolders(directory)
  if (!(await isPlainDatabase(current))) {
    // An encrypted vault whose record is gone is not a place for a new one.
    const isEncrypted = [current, draft, plain, join(directory, 'blobs')].some(existsSync)
    if (isEncrypted) throw damagedRecord(directory)
    requireRoomForNew(directory)
    return createSeal(directory, { evaultId: evaultId ?? newEvaultId(), state: 'new' }, custody)
  }
  const identity = await findPlainIdentity(directory)
  if (identity !== null && (evaultId ?? identity.evaultId) !== identity.evaultId) {
    throw otherVault(directory)
  }
  if (identity !== null && !withoutKeys) await requireOwnersKey(identity, custody)
  await requireRoomToConvert(directory)
  const ofVault = identity?.evaultId ?? evaultId ?? newEvaultId()
  return createSeal(directory, { evaultId: ofVault, state: 'converting' }, custody)
}

async function findPlainIdentity(directory: string): Promise<PlainIdentity | null> {
  const { current } = databaseFolders(directory)
  if (!(await isPlainDatabase(current))) return null
  try {
    return await readPlainIdentity(current)
  } catch (error) {
    throw toStartError(error, current)
  }
}

/**
 * A keychain that has none of the vault's keys may be the wrong one: what would be encrypted with a
 * key in it could not be opened with the right one.
 */
async function requireOwnersKey(
  { ename, keychain, keyNames }: PlainIdentity,
  custody: KeyCustody,
): Promise<void> {
  for (const name of keyNames) if ((await custody.publicKey(name)) !== null) return
  throw new VaultStartError(
    'KEY_MISSING',
    `The key of this vault (${ename}) is not in ${custody.keychain.name}. It was kept in: ${keychain}. Your records are untouched; bring that keychain back, or restore your recovery kit.`,
  )
}

function otherVault(directory: string): VaultStartError {
  return new VaultStartError(
    'KEY_MISMATCH',
    `There is another vault in ${directory}. Nothing was changed; move that folder away and try again.`,
  )
}

async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await access(directory, constants.W_OK)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      const message = `The data directory ${directory} is not a directory.`
      throw new VaultStartError('INVALID_CONFIG', message, { cause })
    }
    // Node tells ENOENT where it may not make a folder inside another one.
    throw diskError(code === 'ENOENT' ? { code: 'EROFS', cause } : cause, directory) ?? cause
  }
}

async function takeLock(directory: string): Promise<DirectoryLock> {
  return onDisk(directory, () => lockDirectory(directory))
}

async function onDisk<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof VaultStartError ? cause : (diskError(cause, directory) ?? cause)
  }
}
