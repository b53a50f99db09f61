import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, syncDirectory } from '../../registry/replace-file.ts'
import { freeBytes } from '../db/free-space.ts'
import { VaultStartError } from '../errors.ts'
import { createBlobStore } from '../files/blob-store.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import { isSealedWhole, openWhole, sealWhole } from '../seal/sealed-whole.ts'
import { convertDatabase, databaseFolders } from './database-folder.ts'
import { convertFiles, plainFiles } from './files.ts'
import { listFolder, sizeOf } from './folders.ts'
import { isPlainDatabase } from './plain-database.ts'

/** How far the encryption of a vault is that a version without it left. */
export interface ConversionProgress {
  readonly step: 'database' | 'checking' | 'files' | 'registry' | 'finishing'
  /** Bytes that are done, of all that is to be encrypted and compared. */
  readonly done: number
  readonly total: number
}

/** Hears how far it is; what it throws ends the conversion, which the next start takes up. */
export type OnConversion = (progress: ConversionProgress) => void

/** Counts what is done. */
export interface Progress {
  advance(step: ConversionProgress['step'], bytes: number): void
}

/** For what is written beside the copies: headers, logs, a database that has to close. */
const spareBytes = 64 * 1024 * 1024
const megabyte = 1_000_000

/**
 * Says no where the disk has no room for the encrypted copy, before anything is changed.
 * @throws VaultStartError `DISK_FULL` with figures
 */
export async function requireRoomToConvert(directory: string): Promise<void> {
  const size = sizeOf(await listFolder(databaseFolders(directory).current))
  const needed = size + sizeOf(await listFolder(plainFiles(directory))) + spareBytes
  const free = freeBytes(directory)
  if (free >= needed) return
  const inMegabytes = (bytes: number) => `${Math.ceil(bytes / megabyte)} MB`
  throw new VaultStartError(
    'DISK_FULL',
    `This vault is to be encrypted, which needs as much room again until it is done: ${inMegabytes(needed)}. The disk of ${directory} has ${inMegabytes(free)}. Free some space, then try again. Nothing was changed.`,
  )
}

/**
 * Encrypts what a version without encryption left: the database, the bytes of files, and the
 * registry's file. Each is compared with what reached the disk; what was there before is kept until
 * `removePlain`. It may be cut off at any moment: called again it goes on.
 */
export async function convertVault(
  directory: string,
  seal: Seal,
  { log, onConversion }: { readonly log: Log; readonly onConversion?: OnConversion | undefined },
): Promise<void> {
  const progress = await startProgress(directory, onConversion)
  await convertDatabase(directory, seal.databaseKey(), progress)
  const blobs = createBlobStore(join(directory, 'blobs'), seal)
  await convertFiles(directory, blobs, { log, progress })
  await convertRegistry(directory, seal, progress)
  progress.advance('finishing', 0)
}

/** Removes what was encrypted and compared, once the vault has been opened from that. */
export async function removePlain(directory: string): Promise<void> {
  for (const folder of [databaseFolders(directory).plain, plainFiles(directory)]) {
    await rm(folder, { recursive: true, force: true })
  }
  await syncDirectory(directory)
}

async function startProgress(directory: string, onConversion?: OnConversion): Promise<Progress> {
  const { current } = databaseFolders(directory)
  const isPlain = await isPlainDatabase(current)
  // Written once, and read once to compare.
  const database = isPlain ? 2 * sizeOf(await listFolder(current)) : 0
  const total = database + sizeOf(await listFolder(plainFiles(directory)))
  let done = 0
  return {
    advance(step, bytes) {
      done = Math.min(total, done + bytes)
      onConversion?.({ step, done, total })
    },
  }
}

async function convertRegistry(directory: string, seal: Seal, progress: Progress): Promise<void> {
  progress.advance('registry', 0)
  const file = join(directory, 'registry.json')
  const plain = await readFile(file).catch(ignoreMissing)
  if (plain === null || isSealedWhole(plain)) return
  const key = seal.key('registry')
  const draft = join(directory, 'registry-sealing.json')
  await replaceFile(draft, sealWhole(key, plain))
  if (!openWhole(key, await readFile(draft)).equals(plain)) {
    throw new Error(`the encrypted copy of ${file} is not what was written`)
  }
  await rename(draft, file)
  await syncDirectory(directory)
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
