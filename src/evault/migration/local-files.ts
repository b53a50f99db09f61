import type { Readable } from 'node:stream'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { files } from '../db/schema.ts'
import type { BlobStore } from '../files/blob-store.ts'
import { safeContentType } from '../files/disposition.ts'
import { bounded } from './remote-files.ts'

/** Bytes that a record of this vault stands for. */
export interface LocalFile {
  /** The record's. */
  readonly id: string
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
  readonly size: number
  readonly contentType: string
  readonly filename: string
}

/** Files of a vault of this server, for a move. */
export interface LocalFiles {
  count(): Promise<number>
  /** By the id of their record, behind one. */
  after(id: string, most: number): Promise<readonly LocalFile[]>
  /** Which of these records stand for bytes that are here. */
  among(ids: readonly string[]): Promise<ReadonlyMap<string, LocalFile>>
  /** The bytes; null when they are lost. */
  read(hash: string): Promise<Readable | null>
  /**
   * Stores bytes for a record that is here.
   * @returns their SHA-256, or why they are not what the record says
   */
  store(
    record: { readonly id: string; readonly payload: unknown },
    bytes: Readable,
  ): Promise<{ readonly hash: string } | { readonly problem: string }>
}

const columns = 'id, blob_key AS hash, size, content_type AS "contentType", filename'
const selectAfter = `SELECT ${columns} FROM files WHERE ename = $1 AND id > $2
  AND EXISTS (SELECT FROM meta_envelopes AS record
    WHERE record.ename = files.ename AND record.id = files.id)
  ORDER BY id LIMIT $3`
const selectAmong = `SELECT ${columns} FROM files WHERE ename = $1 AND id = ANY ($2::text[])`
const countAll = `SELECT count(*) AS count FROM files WHERE ename = $1
  AND EXISTS (SELECT FROM meta_envelopes AS record
    WHERE record.ename = files.ename AND record.id = files.id)`

export function createLocalFiles(
  db: Database,
  blobs: Pick<BlobStore, 'draft' | 'open'>,
  ename: string,
): LocalFiles {
  const read = (row: LocalFile): LocalFile => ({ ...row, size: Number(row.size) })

  return {
    async count() {
      const [row] = await ask<{ count: string }>(db, countAll, [ename])
      return Number(row?.count ?? 0)
    },
    async after(id, most) {
      return (await ask<LocalFile>(db, selectAfter, [ename, id, most])).map(read)
    },
    async among(ids) {
      if (ids.length === 0) return new Map()
      const list = arrayLiteral(ids)
      const rows = await ask<LocalFile>(db, selectAmong, [ename, list])
      return new Map(rows.map((row) => [row.id, read(row)]))
    },
    read: (hash) => blobs.open(hash),

    async store({ id, payload }, bytes) {
      await using draft = await blobs.draft()
      for await (const chunk of bounded(bytes)) await draft.write(chunk)
      const { key: hash, size } = await draft.finish()
      const said = (payload ?? {}) as Record<string, unknown>
      const problem = contradiction(said, hash, size)
      // What nobody refers to is swept away.
      if (problem !== null) return { problem }
      const text = (value: unknown, other: string) => (typeof value === 'string' ? value : other)
      const row = {
        ...{ ename, id, blobKey: hash, size },
        contentType: safeContentType(text(said.contentType, '')),
        filename: text(said.filename, 'file').slice(0, 255),
      }
      await db.insert(files).values(row).onConflictDoNothing()
      return { hash }
    },
  }
}

/** What the record says that its bytes are not. */
function contradiction(said: Record<string, unknown>, hash: string, size: number): string | null {
  if (typeof said.size === 'number' && said.size !== size) {
    return `It has ${size} bytes where its record says ${said.size}.`
  }
  const isHash = typeof said.blobKey === 'string' && /^[0-9a-f]{64}$/.test(said.blobKey)
  if (isHash && said.blobKey !== hash) return 'Its bytes are not those that its record names.'
  return null
}
