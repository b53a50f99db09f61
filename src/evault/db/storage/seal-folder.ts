import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Disk, nodeDisk } from './disk.ts'
import { FileSyncs } from './file-syncs.ts'
import { SealedFile } from './sealed-file.ts'

/** Stands in for nothing in a folder that what makes packages would leave out; not copied. */
export const emptyMark = '.empty'

const chunkBytes = 1024 * 1024
const bytesBetweenPauses = 8 * chunkBytes
const folderMode = 0o700
const fileMode = 0o600

interface SealOptions {
  readonly disk?: Disk
  /** Told now and then how many bytes of content are written. */
  readonly told?: (bytes: number) => void
}

/**
 * Copies the plain files of a folder, and of the folders in it, into a new folder that
 * `VaultFilesystem` opens. All of it is on the disk when this resolves, except for the name of
 * the new folder itself.
 * @throws EEXIST where there is such a folder already
 */
export async function sealFolder(
  plainFolder: string,
  sealedFolder: string,
  key: Buffer,
  { disk = nodeDisk, told = () => {} }: SealOptions = {},
): Promise<void> {
  let [bytes, pause] = [0, bytesBetweenPauses]
  const folders: string[] = []
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const syncs = new FileSyncs(disk)
  try {
    for (const { source, target } of makeFolders(disk, plainFolder, sealedFolder, folders)) {
      const fd = disk.open(target, 'wx+', fileMode)
      await syncs.syncAfter(fd, async () => {
        for (const step of sealInto(disk, source, fd, key, chunk)) {
          bytes += step
          if (bytes < pause) continue
          pause = bytes + bytesBetweenPauses
          told(bytes)
          await setImmediate()
        }
      })
    }
  } finally {
    await syncs.settled()
  }
  told(bytes)
  syncs.check()
  await Promise.all(folders.map((folder) => disk.syncFolderLater(folder)))
}

/** Makes the folders, adds them to `made`, and says which files to copy. */
function* makeFolders(
  disk: Disk,
  from: string,
  to: string,
  made: string[],
): Generator<{ source: string; target: string }> {
  disk.makeFolder(to, folderMode)
  made.push(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) yield* makeFolders(disk, source, target, made)
    else if (entry.name !== emptyMark) yield { source, target }
  }
}

/** @param chunk its content is lost */
function* sealInto(
  disk: Disk,
  from: string,
  fd: number,
  key: Buffer,
  chunk: Buffer,
): Generator<number> {
  const source = openSync(from, 'r')
  try {
    const file = new SealedFile(disk, key, () => fd)
    for (;;) {
      const count = readSync(source, chunk, 0, chunk.length, file.size)
      if (count === 0) return
      file.write(chunk.subarray(0, count), file.size)
      yield count
    }
  } finally {
    closeSync(source)
  }
}

/**
 * The content of one encrypted file, in parts of up to a megabyte.
 * @throws HeaderError, ENOENT
 */
export function* readSealedFile(place: string, key: Buffer): Generator<Buffer> {
  const fd = nodeDisk.open(place, 'r+')
  try {
    const file = new SealedFile(nodeDisk, key, () => fd)
    file.load(nodeDisk.stat(place).size)
    for (let position = 0; position < file.size; position += chunkBytes) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, file.size - position))
      file.read(chunk, position)
      yield chunk
    }
  } finally {
    nodeDisk.close(fd)
  }
}

/** How many bytes of content an encrypted file has. @throws HeaderError, ENOENT */
export function sealedFileSize(place: string, key: Buffer): number {
  const fd = nodeDisk.open(place, 'r+')
  try {
    const file = new SealedFile(nodeDisk, key, () => fd)
    file.load(nodeDisk.stat(place).size)
    return file.size
  } finally {
    nodeDisk.close(fd)
  }
}

/** Writes a new encrypted file; it is on the disk once its folder is (`syncTree`). */
export async function writeSealedFile(
  place: string,
  key: Buffer,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const fd = nodeDisk.open(place, 'wx+', fileMode)
  try {
    const file = new SealedFile(nodeDisk, key, () => fd)
    for await (const chunk of content) file.write(chunk, file.size)
  } finally {
    nodeDisk.close(fd)
  }
}
