import { createHash } from 'node:crypto'
import { ask, type Database } from '../db/database.ts'
import type { BlobStore } from '../files/blob-store.ts'
import type { ArchivedFile, ArchiveFile } from './archive-file.ts'
import { type Problem, reasonOf } from './table-rows.ts'
import { fileItem } from './vault-manifest.ts'

interface FilesImport {
  readonly db: Database
  readonly blobs: BlobStore
  readonly archive: ArchiveFile
  /** The last file that was looked at before. */
  readonly after: string | null
  readonly name: (problem: Problem) => void
  readonly tell: (bytes: number, part: string) => void
  /** Commits how far it has come. */
  readonly save: (file: string) => Promise<void>
}

/** Files after which it is saved how far the import has come. */
const saveEvery = 200
const pageSize = 500

/**
 * Takes the bytes of the files that the imported rows speak of, and of no others; what is not
 * there, or not what it was, is named.
 */
export async function importFiles(means: FilesImport): Promise<void> {
  let looked = 0
  for await (const file of means.archive.files()) {
    if (means.after !== null && file.key <= means.after) {
      means.tell(file.size, fileItem(file.key))
      continue
    }
    const reason = await importFile(means, file)
    if (reason !== null) means.name({ item: fileItem(file.key), reason })
    looked += 1
    if (looked % saveEvery === 0) await means.save(file.key)
  }
}

/** @returns why it was not taken; null where it is there */
async function importFile(means: FilesImport, file: ArchivedFile): Promise<string | null> {
  const { key, size } = file
  const wanted = await sizeOf(means.db, key)
  if (wanted === null) return 'no row of the archive speaks of it'
  if (wanted !== size) return `it has ${size} bytes in the archive, not ${wanted}`
  if ((await means.blobs.size(key)) === size) {
    means.tell(size, fileItem(key))
    return null
  }
  await using draft = await means.blobs.draft()
  const hash = createHash('sha256')
  let left = size
  for await (const piece of readPieces(file)) {
    if (typeof piece === 'string') return piece
    left -= piece.length
    if (left < 0) break
    hash.update(piece)
    await draft.write(piece)
    means.tell(piece.length, fileItem(key))
  }
  if (left !== 0 || hash.digest('hex') !== key)
    return 'its bytes in the archive are not what they were'
  await draft.finish()
  return null
}

/** The bytes, and at the end why they can't be read any further, where that is so. */
async function* readPieces(file: ArchivedFile): AsyncGenerator<Buffer | string> {
  try {
    yield* await file.open()
  } catch (error) {
    yield `it can’t be read: ${reasonOf(error)}`
  }
}

const selectSize = 'SELECT max(size)::text AS size FROM files WHERE blob_key = $1'

async function sizeOf(db: Database, key: string): Promise<number | null> {
  const [row] = await ask<{ size: string | null }>(db, selectSize, [key])
  return row?.size == null ? null : Number(row.size)
}

const selectFiles = `SELECT blob_key AS key FROM files WHERE blob_key > $1
  GROUP BY blob_key ORDER BY blob_key LIMIT ${pageSize}`

/** The files that the rows of a vault speak of, in the order of their keys. */
export async function* filesOf(db: Database): AsyncGenerator<{ key: string }> {
  let after = ''
  for (;;) {
    const page = await ask<{ key: string }>(db, selectFiles, [after])
    yield* page
    after = page.at(-1)?.key ?? after
    if (page.length < pageSize) return
  }
}
