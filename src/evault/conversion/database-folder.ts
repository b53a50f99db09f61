import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { syncDirectory } from '../../registry/replace-file.ts'
import { readSealedFile, sealFolder } from '../db/storage/seal-folder.ts'
import type { Progress } from './conversion.ts'
import { isThere, listFolder } from './folders.ts'
import { isPlainDatabase } from './plain-database.ts'

/** Where the database of a data directory stands while it is encrypted. */
export function databaseFolders(directory: string) {
  return {
    /** The database, unencrypted at first. */
    current: join(directory, 'pg'),
    /** The encrypted copy while it is made and compared. */
    draft: join(directory, 'pg-sealing'),
    /** The unencrypted one, until everything else is done. */
    plain: join(directory, 'pg-plain'),
  }
}

/**
 * Encrypts the database into a folder of its own, compares every byte of that copy, and puts it in
 * the place of the unencrypted one, which is kept. A copy that a crash left unfinished is begun anew.
 * @param key of the database
 */
export async function convertDatabase(
  directory: string,
  key: Buffer,
  progress: Progress,
): Promise<void> {
  const { current, draft, plain } = databaseFolders(directory)
  if (await isPlainDatabase(current)) {
    await rm(draft, { recursive: true, force: true })
    let told = 0
    await sealFolder(current, draft, key, {
      told(bytes) {
        progress.advance('database', bytes - told)
        told = bytes
      },
    })
    await compare(current, draft, key, progress)
    await rename(current, plain)
    await syncDirectory(directory)
  }
  // Compared before the unencrypted one was moved.
  if (!(await isThere(current)) && (await isThere(draft))) {
    await rename(draft, current)
    await syncDirectory(directory)
  }
}

async function compare(from: string, to: string, key: Buffer, progress: Progress): Promise<void> {
  const { folders, files } = await listFolder(from)
  for (const folder of folders) await stat(join(to, folder))
  for (const { path, size } of files) {
    if (!(await isSame(join(from, path), join(to, path), key))) {
      throw new Error(`the encrypted copy of ${join(from, path)} is not what was written`)
    }
    progress.advance('checking', size)
    // The order to stop is heard in between.
    await setImmediate()
  }
}

async function isSame(plain: string, sealed: string, key: Buffer): Promise<boolean> {
  await using original = await open(plain, 'r')
  let at = 0
  for (const piece of readSealedFile(sealed, key)) {
    const expected = Buffer.alloc(piece.length)
    const { bytesRead } = await original.read(expected, 0, piece.length, at)
    if (bytesRead !== piece.length || !expected.equals(piece)) return false
    at += piece.length
  }
  return at === (await original.stat()).size
}
