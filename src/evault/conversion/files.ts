import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BlobStore } from '../files/blob-store.ts'
import type { Log } from '../log.ts'
import type { Progress } from './conversion.ts'
import { listFolder } from './folders.ts'

/** Where versions without encryption kept the bytes of files, by their hash. */
export const plainFiles = (directory: string) => join(directory, 'files')

const keyPattern = /^[0-9a-f]{64}$/

/**
 * Encrypts the bytes of files, and reads each back. What was damaged before, so that its hash is
 * another, is moved to `files-damaged`: no record's file any more, but not lost either. Uploads that
 * a crash cut off are nobody's.
 */
export async function convertFiles(
  directory: string,
  blobs: BlobStore,
  { log, progress }: { readonly log: Log; readonly progress: Progress },
): Promise<void> {
  progress.advance('files', 0)
  const { files } = await listFolder(plainFiles(directory))
  for (const { path, size } of files) {
    const file = join(plainFiles(directory), path)
    const key = basename(path)
    if (keyPattern.test(key) && !(await isKept(blobs, key))) {
      if ((await keep(blobs, file)) !== key) await setAside(directory, file, log)
      else if (!(await isKept(blobs, key))) {
        throw new Error(`the encrypted copy of ${file} is not what was written`)
      }
    }
    progress.advance('files', size)
  }
}

/** @returns the hash of what the file holds */
async function keep(blobs: BlobStore, file: string): Promise<string> {
  await using draft = await blobs.draft()
  for await (const piece of createReadStream(file)) await draft.write(piece)
  return (await draft.finish()).key
}

/** Whether the store has these bytes, whole. */
async function isKept(blobs: BlobStore, key: string): Promise<boolean> {
  const hash = createHash('sha256')
  try {
    const stream = await blobs.open(key)
    if (stream === null) return false
    for await (const piece of stream) hash.update(piece)
  } catch {
    return false
  }
  return hash.digest('hex') === key
}

async function setAside(directory: string, file: string, log: Log): Promise<void> {
  const folder = join(directory, 'files-damaged')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const aside = join(folder, basename(file))
  await rename(file, aside)
  log.warn({ file: aside }, 'the bytes of a file were damaged before they were to be encrypted')
}
