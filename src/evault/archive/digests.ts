import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Database } from '../db/database.ts'
import { type Problem, readTable, reasonOf } from './table-rows.ts'
import type { Table } from './tables.ts'

/** All rows of a table, or of a part of it. */
export interface RowsDigest {
  readonly rows: number
  /** Of the lines, with their line breaks. */
  readonly bytes: number
  /** Of the lines, lower-case hex. */
  readonly sha256: string
}

export interface TableDigest extends RowsDigest {
  readonly name: string
  /** Whether the lines are in the order of the key; not where a row could not be read. */
  readonly ordered: boolean
}

/** All files whose bytes are what they were. */
export interface FilesDigest {
  readonly count: number
  readonly bytes: number
  /** Of a line `<sha256> <size>` for each, in the order of their hashes; lower-case hex. */
  readonly sha256: string
}

/** Where the bytes of files are (`files/blob-store.ts`). */
export interface BlobReader {
  open(key: string): Promise<Readable | null>
}

/**
 * Reads a table to its end.
 * @param take is given each page: its lines, and how many they are
 */
export async function digestTable(
  db: Database,
  table: Table,
  name: (problem: Problem) => void,
  take: (lines: Buffer, rows: readonly string[]) => Promise<void> = async () => {},
): Promise<TableDigest> {
  const counter = new RowsCounter()
  const pages = readTable(db, table, name)
  for (;;) {
    const { done, value } = await pages.next()
    if (done) return { name: table.name, ...counter.digest(), ordered: value }
    if (value.length === 0) continue
    const lines = Buffer.from(`${value.join('\n')}\n`)
    counter.add(lines, value.length)
    await take(lines, value)
  }
}

/** Counts lines as they come. */
export class RowsCounter {
  readonly #hash = createHash('sha256')
  #rows = 0
  #bytes = 0

  add(lines: Uint8Array, rows: number): void {
    this.#hash.update(lines)
    this.#rows += rows
    this.#bytes += lines.length
  }

  digest(): RowsDigest {
    return { rows: this.#rows, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}

/** Counts files, which must come in the order of their keys. */
export class FilesCounter {
  readonly #hash = createHash('sha256')
  #count = 0
  #bytes = 0

  add(key: string, size: number): void {
    this.#hash.update(`${key} ${size}\n`)
    this.#count += 1
    this.#bytes += size
  }

  digest(): FilesDigest {
    return { count: this.#count, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}

/** What became of a file that was read. */
export interface ReadFile {
  readonly size: number
  /** Why its bytes are not what they were, or not all of them; null where they are. */
  readonly fault: string | null
}

/**
 * The bytes of a file as they come, and at the end what they are: a file that can't be read to its
 * end ends there, and is no failure.
 * @param key the SHA-256 that they should have, lower-case hex
 */
export async function* readFile(key: string, content: Readable): AsyncGenerator<Buffer, ReadFile> {
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of content) {
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
  } catch (error) {
    return { size, fault: `it can be read up to byte ${size}: ${reasonOf(error)}` }
  }
  const found = hash.digest('hex')
  return { size, fault: found === key ? null : `its bytes are not what they were: ${found}` }
}
