import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import type { Database } from '../db/database.ts'
import {
  type ArchiveChunk,
  type ArchiveManifest,
  type ArchiveSignature,
  type ArchiveTable,
  chunkBytes,
  entryNames,
  signedBytes,
} from './archive-format.ts'
import {
  type BlobReader,
  digestTable,
  FilesCounter,
  type FilesDigest,
  type ReadFile,
  RowsCounter,
  readFile,
} from './digests.ts'
import { readmeOf } from './readme.ts'
import type { Problem } from './table-rows.ts'
import { listTables, type Table } from './tables.ts'
import { BlobKeys, fileItem, nameVault, openBlob } from './vault-manifest.ts'
import { ZipWriter } from './zip-writer.ts'

/** What an archive is made from. Nothing may be written to the vault meanwhile. */
export interface ExportMeans {
  readonly db: Database
  readonly blobs: BlobReader
  /** Takes the zip archive. */
  readonly sink: Writable
  /** Signs with the owner's current key, raw r‖s; null where there is none. */
  readonly signer: ArchiveSigner | null
  /** Of the app. */
  readonly version: string
  readonly now: Date
  /** Ends it. */
  readonly signal: AbortSignal
  /** Is told how much of the vault was read, in bytes, and what of. */
  readonly progress: (bytes: number, part: string) => void
}

export interface ArchiveSigner {
  /** Multibase. */
  readonly publicKey: string
  /** null where the owner does not want it signed. */
  sign(bytes: Uint8Array): Promise<Uint8Array | null>
}

export interface ExportResult {
  readonly manifest: ArchiveManifest
  readonly signed: boolean
  /** What could not be read: all else is in the archive. */
  readonly problems: readonly Problem[]
}

/**
 * Writes all that a vault holds as an archive (`docs/export.md`), a little at a time. What can't
 * be read is named and left out.
 * @throws what the sink throws
 */
export function writeArchive(means: ExportMeans): Promise<ExportResult> {
  return new ArchiveExport(means).write()
}

class ArchiveExport {
  readonly #zip: ZipWriter
  readonly #problems: Problem[] = []
  readonly #keys = new BlobKeys()
  #bytes = 0

  constructor(readonly means: ExportMeans) {
    this.#zip = new ZipWriter(means.sink, means.now)
  }

  async write(): Promise<ExportResult> {
    const { db, now, version } = this.means
    const vault = await nameVault(db, this.#name)
    await this.#addText(entryNames.readme, readmeOf(vault, now))
    const tables: ArchiveTable[] = []
    for (const table of await listTables(db)) tables.push(await this.#addTable(table))
    const files = await this.#addFiles()
    const problems = await this.#addProblems()
    const exportedAt = now.toISOString()
    const manifest: ArchiveManifest = {
      ...{ format: 'evault-archive:1', exportedAt, app: version, vault, tables, files, problems },
    }
    const signed = await this.#addManifest(manifest)
    await this.#zip.end()
    return { manifest, signed, problems: this.#problems }
  }

  readonly #name = (problem: Problem) => void this.#problems.push(problem)

  async #addTable(table: Table): Promise<ArchiveTable> {
    const chunks = new Chunks(table.name, (file, content) => this.#zip.add(file, content, true))
    const digest = await digestTable(this.means.db, table, this.#name, async (lines, rows) => {
      this.#keys.note(table, rows)
      await chunks.take(lines, rows)
      this.#tell(lines.length, table.name)
    })
    await chunks.flush()
    return {
      ...digest,
      columns: Object.fromEntries(table.columns.map(({ name, type }) => [name, type])),
      key: table.key.map(({ name }) => name),
      chunks: chunks.written,
    }
  }

  async #addFiles(): Promise<FilesDigest> {
    const counter = new FilesCounter()
    for (const key of this.#keys.inOrder()) {
      const size = await this.#addFile(key)
      if (size !== null) counter.add(key, size)
    }
    return counter.digest()
  }

  /** What can be read of a damaged file is in the archive; it does not count. */
  async #addFile(key: string): Promise<number | null> {
    const content = await openBlob(this.means.blobs, key, this.#name)
    if (content === null) return null
    const item = fileItem(key)
    let whole: number | null = null
    const end = ({ size, fault }: ReadFile) => {
      if (fault === null) whole = size
      else this.#name({ item, reason: fault })
    }
    await this.#zip.add(item, this.#copy(key, content, end), false)
    return whole
  }

  async *#copy(key: string, content: Readable, end: (file: ReadFile) => void) {
    const bytes = readFile(key, content)
    let step = await bytes.next()
    for (; !step.done; step = await bytes.next()) {
      this.#tell(step.value.length, fileItem(key))
      yield step.value
    }
    end(step.value)
  }

  async #addProblems(): Promise<ArchiveManifest['problems']> {
    const text = this.#problems.map((problem) => `${JSON.stringify(problem)}\n`).join('')
    await this.#addText(entryNames.problems, text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    return { count: this.#problems.length, sha256 }
  }

  /** @returns whether it is signed */
  async #addManifest(manifest: ArchiveManifest): Promise<boolean> {
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    await this.#addText(entryNames.manifest, text)
    const { signer } = this.means
    if (signer === null) return false
    const raw = await signer.sign(signedBytes(Buffer.from(text)))
    if (raw === null) return false
    const signature: ArchiveSignature = {
      alg: 'ES256',
      publicKey: signer.publicKey,
      signature: Buffer.from(raw).toString('base64'),
    }
    await this.#addText(entryNames.signature, `${JSON.stringify(signature, null, 2)}\n`)
    return true
  }

  #addText(name: string, text: string): Promise<void> {
    return this.#zip.add(name, [Buffer.from(text)], true)
  }

  #tell(bytes: number, part: string): void {
    this.means.signal.throwIfAborted()
    this.#bytes += bytes
    this.means.progress(this.#bytes, part)
  }
}

type WriteChunk = (file: string, content: readonly Buffer[]) => Promise<void>

/** Gathers the lines of a table into entries of the archive. */
class Chunks {
  readonly written: ArchiveChunk[] = []
  #pages: Buffer[] = []
  #counter = new RowsCounter()
  #bytes = 0

  constructor(
    readonly table: string,
    readonly write: WriteChunk,
  ) {}

  async take(lines: Buffer, rows: readonly string[]): Promise<void> {
    if (lines.length <= chunkBytes) return this.#add(lines, rows.length)
    for (const row of rows) await this.#add(Buffer.from(`${row}\n`), 1)
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return
    const file = entryNames.chunk(this.table, this.written.length + 1)
    await this.write(file, this.#pages)
    this.written.push({ file, ...this.#counter.digest() })
    this.#pages = []
    this.#counter = new RowsCounter()
    this.#bytes = 0
  }

  async #add(lines: Buffer, rows: number): Promise<void> {
    if (this.#bytes > 0 && this.#bytes + lines.length > chunkBytes) await this.flush()
    this.#pages.push(lines)
    this.#counter.add(lines, rows)
    this.#bytes += lines.length
  }
}
