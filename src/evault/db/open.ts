import { readdirSync, writeFileSync } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import { syncDirectory } from '../../registry/replace-file.ts'
import { diskError, VaultStartError } from '../errors.ts'
import type { Log } from '../log.ts'
import { startCheckpoints } from './checkpoints.ts'
import type { Database } from './database.ts'
import { hasRoomFor } from './free-space.ts'
import { migrate } from './migrate.ts'
import { PreparedPGlite } from './prepared-pglite.ts'
import { copyDatabase } from './snapshot.ts'
import type { Acknowledge } from './storage/durability.ts'
import { emptyMark, sealFolder } from './storage/seal-folder.ts'
import { type StorageMeans, VaultFilesystem } from './storage/vault-filesystem.ts'
import { finishGoingBack, openUpgraded } from './upgrade.ts'

/** An open data directory. Dispose closes the database files. */
export interface OpenDatabase extends AsyncDisposable {
  readonly db: Database
  /**
   * Copies the database as it is now into `<directory>/pg`, encrypted with the same key, while
   * others use it: what was committed before the call is in it once it is opened. One at a time.
   * @throws the file system's errors; what the signal is aborted with
   */
  snapshot(directory: string, signal: AbortSignal): Promise<void>
}

/** What the schema needs beyond Postgres itself. */
const extensions = { pg_trgm }
const databaseFolder = 'pg'
const draftPrefix = 'pg-draft.'
const newDatabaseBytes = 48 * 1024 * 1024

/** What a database is opened with. */
interface DatabaseMeans {
  /** What its files are encrypted with: 64 bytes. */
  readonly key: Buffer
  /** Whether one is made where there is none. */
  readonly isNew: boolean
  readonly acknowledge: Acknowledge
  /** A folder made by `writeTemplate`, to start new databases from. */
  readonly templateDirectory: string | null
  readonly log: Pick<Log, 'error'>
}

/**
 * Opens the embedded database in `<directory>/pg`, encrypted, and brings it to the newest schema.
 * The caller holds the directory's lock. A new one starts as an encrypted copy of the prepared
 * template, where there is one: quicker by seconds than letting Postgres initialise it.
 * @throws VaultStartError `DATA_DAMAGED`, `DATA_FROM_NEWER_VERSION`, `UPGRADE_FAILED`, `DISK_FULL`,
 * `DATA_DIRECTORY_READ_ONLY`. Nothing is deleted in any of these cases.
 */
export async function openDatabase(
  directory: string,
  { key, isNew, acknowledge, templateDirectory, log }: DatabaseMeans,
): Promise<OpenDatabase> {
  const folder = join(directory, databaseFolder)
  try {
    await removeDrafts(directory)
    await finishGoingBack(directory, folder)
    const isMade = isNew && !(await exists(folder))
    requireRoom(directory, isMade ? newDatabaseBytes : 0)
    if (isMade) await createFolder(directory, folder, key, templateDirectory)
    if (!(await exists(join(folder, 'PG_VERSION')))) throw damaged(folder, 'PG_VERSION is missing')
    const { db, client } = await openUpgraded(directory, folder, () =>
      openClient({ folder, key, acknowledge }),
    )
    client.mayWrite = () => hasRoomFor(directory, 0)
    const checkpoints = startCheckpoints(client, log)
    return {
      db,
      snapshot: (target, signal) =>
        checkpoints.holding(() => copyDatabase(folder, join(target, databaseFolder), signal)),
      async [Symbol.asyncDispose]() {
        await checkpoints[Symbol.asyncDispose]()
        await close(client)
      },
    }
  } catch (error) {
    throw toStartError(error, folder)
  }
}

async function openClient(means: StorageMeans) {
  const client = new PreparedPGlite({ fs: new VaultFilesystem(means), extensions })
  await client.waitReady
  return { db: drizzle(client, { casing: 'snake_case' }), client, close: () => close(client) }
}

/**
 * Says no where the disk has no room for a new database, before anything is made.
 * @throws VaultStartError `DISK_FULL`
 */
export function requireRoomForNew(directory: string): void {
  try {
    requireRoom(directory, newDatabaseBytes)
  } catch (error) {
    throw toStartError(error, directory)
  }
}

function requireRoom(directory: string, bytes: number): void {
  if (hasRoomFor(directory, bytes)) return
  throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
}

/** Prepares a database folder that `openDatabase` can copy: done once, at build time. */
export async function writeTemplate(templateDirectory: string): Promise<void> {
  const client = await PGlite.create(templateDirectory, { extensions })
  await migrate(drizzle(client, { casing: 'snake_case' }))
  await client.close()
  markEmptyFolders(templateDirectory)
}

/** Postgres needs folders that hold nothing, and what makes packages leaves those out. */
function markEmptyFolders(folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (entries.length === 0) writeFileSync(join(folder, emptyMark), '')
  for (const entry of entries) if (entry.isDirectory()) markEmptyFolders(join(folder, entry.name))
}

/** The folder appears whole or not at all: a crash leaves only a draft. */
async function createFolder(
  directory: string,
  folder: string,
  key: Buffer,
  template: string | null,
): Promise<void> {
  const draft = join(directory, `${draftPrefix}${process.pid}`)
  if (template !== null && (await exists(join(template, 'PG_VERSION')))) {
    await sealFolder(template, draft, key)
  } else {
    const plain = `${draft}.plain`
    await (await PGlite.create(plain)).close()
    await sealFolder(plain, draft, key)
    await rm(plain, { recursive: true })
  }
  await rename(draft, folder)
  await syncDirectory(directory)
}

/** Drafts hold no records: they are copies of the template that were never finished. */
async function removeDrafts(directory: string): Promise<void> {
  const names = await readdir(directory)
  const drafts = names.filter((name) => name.startsWith(draftPrefix))
  await Promise.all(drafts.map((name) => rm(join(directory, name), { recursive: true })))
}

async function close(client: PGlite): Promise<void> {
  if (!client.closed) await client.close()
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function damaged(folder: string, cause: string): VaultStartError {
  return new VaultStartError(
    'DATA_DAMAGED',
    `The database in ${folder} can't be opened (${cause}). Nothing was changed or deleted. Put back a copy of this folder from a backup, or move it away to start anew.`,
  )
}

/** What a failure to open the database in a folder means for the owner. */
export function toStartError(error: unknown, folder: string): VaultStartError {
  if (error instanceof VaultStartError) return error
  const cause = error instanceof Error ? error.message : String(error)
  return diskError(error, folder) ?? damaged(folder, cause)
}
