import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from '../../registry/replace-file.ts'
import { VaultStartError } from '../errors.ts'
import type { Database } from './database.ts'
import { isThere, listFolder, sizeOf } from './folders.ts'
import { hasRoomFor } from './free-space.ts'
import { type Migration, migrate, outdatedVersion } from './migrate.ts'
import { nodeDisk } from './storage/disk.ts'
import { syncTree } from './storage/sync-tree.ts'

/** A database that can be closed, to be copied or replaced. */
export interface OpenClient {
  readonly db: Database
  close(): Promise<void>
}

const snapshotName = /^pg-before-\d+$/
const draftName = 'pg-before-draft'
const failedName = 'pg-failed'
const day = 24 * 60 * 60_000
/** The copy stays for as long as somebody may still want to go back. */
const keptMs = 14 * day

/**
 * Opens a database and brings it to the newest schema. One that has an older schema is copied
 * first, encrypted as it is; when the change fails, the copy takes the database's place again.
 * @param folder of the database, in `directory`
 * @throws VaultStartError `UPGRADE_FAILED`, `DATA_FROM_NEWER_VERSION`; what `open` and the file
 * system throw. The database is then as it was before.
 */
export async function openUpgraded<Client extends OpenClient>(
  directory: string,
  folder: string,
  open: () => Promise<Client>,
  known?: readonly Migration[],
): Promise<Client> {
  const client = await open()
  let version: number | null = null
  try {
    version = await outdatedVersion(client.db, known)
    if (version === null) await migrate(client.db, known)
  } catch (error) {
    await client.close()
    throw error
  }
  if (version === null) {
    await removeOldSnapshots(directory)
    return client
  }
  await client.close()
  const snapshot = await takeSnapshot(directory, folder, version)
  return migrated(directory, folder, snapshot, { open, known })
}

/**
 * Ends what a crash left of going back to a copy: between the two steps there is no database.
 */
export async function finishGoingBack(directory: string, folder: string): Promise<void> {
  const failed = join(directory, failedName)
  if (!(await isThere(failed))) return
  if (!(await isThere(folder))) {
    const [snapshot] = await snapshots(directory)
    await rename(snapshot ?? failed, folder)
    await syncDirectory(directory)
  }
  await rm(failed, { recursive: true, force: true })
}

async function migrated<Client extends OpenClient>(
  directory: string,
  folder: string,
  snapshot: string,
  { open, known }: { open: () => Promise<Client>; known: readonly Migration[] | undefined },
): Promise<Client> {
  let client: Client | null = null
  try {
    client = await open()
    await migrate(client.db, known)
    await removeSnapshots(directory, (place) => place !== snapshot)
    return client
  } catch (error) {
    await client?.close().catch(() => {})
    await goBack(directory, folder, snapshot)
    throw failed(error)
  }
}

/** The copy appears whole or not at all. */
async function takeSnapshot(directory: string, folder: string, version: number): Promise<string> {
  const contents = await listFolder(folder)
  if (!hasRoomFor(directory, sizeOf(contents))) {
    throw Object.assign(new Error('no room for a copy'), { code: 'ENOSPC' })
  }
  const [draft, snapshot] = [join(directory, draftName), join(directory, `pg-before-${version}`)]
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  for (const path of contents.folders) await mkdir(join(draft, path), { mode: 0o700 })
  for (const { path } of contents.files) {
    // Where the file system can share the bytes, the copy costs nothing.
    await copyFile(join(folder, path), join(draft, path), constants.COPYFILE_FICLONE)
  }
  await syncTree(nodeDisk, draft)
  await rm(snapshot, { recursive: true, force: true })
  await rename(draft, snapshot)
  await utimes(snapshot, new Date(), new Date())
  await syncDirectory(directory)
  return snapshot
}

async function goBack(directory: string, folder: string, snapshot: string): Promise<void> {
  const failed = join(directory, failedName)
  await rm(failed, { recursive: true, force: true })
  await rename(folder, failed)
  await syncDirectory(directory)
  await rename(snapshot, folder)
  await syncDirectory(directory)
  await rm(failed, { recursive: true, force: true })
}

async function removeOldSnapshots(directory: string): Promise<void> {
  const before = Date.now() - keptMs
  await removeSnapshots(directory, async (place) => (await stat(place)).mtimeMs < before)
}

async function removeSnapshots(
  directory: string,
  isRemoved: (place: string) => boolean | Promise<boolean>,
): Promise<void> {
  for (const place of await snapshots(directory)) {
    if (await isRemoved(place)) await rm(place, { recursive: true, force: true })
  }
}

/** Copies from before a change of the schema, the one of the newest schema first. */
async function snapshots(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => snapshotName.test(name))
  const version = (name: string) => Number(name.split('-').at(-1))
  return names.sort((a, b) => version(b) - version(a)).map((name) => join(directory, name))
}

function failed(error: unknown): VaultStartError {
  if (error instanceof VaultStartError) return error
  // The message of the library holds the statement; its cause, what Postgres says.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new VaultStartError(
    'UPGRADE_FAILED',
    `The vault could not be brought to the form that this version needs (${reason}). It is as it was before. Open it with the version before, or try again.`,
    { cause: error },
  )
}
