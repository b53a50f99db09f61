import { createHash } from 'node:crypto'
import { ask, type Database, type Transaction } from '../db/database.ts'
import type { BlobStore } from '../files/blob-store.ts'
import { ArchiveDamage, type ArchiveFile } from './archive-file.ts'
import { type ArchiveChunk, ArchiveError } from './archive-format.ts'
import { digestTable, FilesCounter } from './digests.ts'
import {
  type ArchivedIdentity,
  isIdentityTable,
  linesOf,
  type TablePair,
  valuesOf,
} from './identity-parts.ts'
import { beginImport, pairTables } from './import-begin.ts'
import { filesOf, importFiles } from './import-files.ts'
import {
  endProgress,
  type ImportProgress,
  readProblems,
  readProgress,
  saveProgress,
} from './import-progress.ts'
import { insertLines } from './insert-rows.ts'
import type { Problem } from './table-rows.ts'
import { fileItem } from './vault-manifest.ts'

export interface ImportMeans {
  readonly db: Database
  readonly blobs: BlobStore
  readonly archive: ArchiveFile
  readonly identity: ArchivedIdentity
  /** Ends it behind what was taken last. */
  readonly signal: AbortSignal
  /** Is told how much was taken, in bytes, and what of. */
  readonly progress: (bytes: number, part: string) => void
}

export interface ImportResult {
  readonly ename: string
  readonly evaultId: string
  /** Why the owner's key does not vouch for the archive; null where it does. */
  readonly unsigned: string | null
  /** How many things were not in the archive to begin with: its `problems.ndjson` names them. */
  readonly missingBefore: number
  /** What could not be taken: all else is there. */
  readonly problems: readonly Problem[]
}

/**
 * Brings an archive into an empty vault, or goes on where the same import was ended. Each part
 * is compared with the manifest before anything of it is taken, and all of it in the end.
 * @throws ArchiveError for an archive that is not taken, and where there is a vault already;
 * nothing was changed then. What the database throws
 */
export async function importArchive(means: ImportMeans): Promise<ImportResult> {
  const { db, archive, identity } = means
  const pairs = await pairTables(db, archive)
  const digest = createHash('sha256').update(archive.manifestText).digest('hex')
  const under = await readProgress(db)
  if (under !== null && under.archive !== digest) {
    throw new ArchiveError('Another archive is being imported here. Go on with that one.')
  }
  const progress = under ?? (await beginImport(db, { pairs, identity, digest }))
  const enames = new Set(valuesOf(identity.parts.vaults, 'ename'))
  const work = new ArchiveImport(means, pairs, enames, progress)
  const problems = await work.run()
  const { owner, unsigned } = identity
  const { ename, evaultId } = owner
  return { ename, evaultId, unsigned, missingBefore: archive.manifest.problems.count, problems }
}

class ArchiveImport {
  #problems: Problem[] = []
  #bytes = 0
  #chunks: number
  #file: string | null

  constructor(
    readonly means: ImportMeans,
    readonly pairs: readonly TablePair[],
    readonly enames: ReadonlySet<string | null>,
    readonly under: ImportProgress,
  ) {
    this.#chunks = under.chunks
    this.#file = under.file
  }

  async run(): Promise<readonly Problem[]> {
    await this.#importTables()
    await importFiles({
      ...{ db: this.means.db, blobs: this.means.blobs, archive: this.means.archive },
      ...{ after: this.#file, name: this.#name },
      tell: (bytes, part) => this.#tell(bytes, part),
      save: (file) => {
        this.#file = file
        return this.#commit(async () => {})
      },
    })
    await this.#compare()
    return this.#end()
  }

  readonly #name = (problem: Problem) => void this.#problems.push(problem)

  async #importTables(): Promise<void> {
    const parts = this.pairs
      .filter(({ table }) => !isIdentityTable(table.name))
      .flatMap((pair) => pair.archived.chunks.map((chunk) => ({ pair, chunk })))
    const left = parts.slice(this.#chunks)
    // What was taken before counts, and so does the identity, which comes first.
    const leftBytes = left.reduce((sum, { chunk }) => sum + chunk.bytes, 0)
    const allBytes = this.pairs.reduce((sum, { archived }) => sum + archived.bytes, 0)
    this.#tell(allBytes - leftBytes, left[0]?.pair.table.name ?? 'files')
    for (const { pair, chunk } of left) {
      this.#chunks += 1
      await this.#importChunk(pair, chunk)
      this.#tell(chunk.bytes, pair.table.name)
    }
  }

  async #importChunk({ table, columns }: TablePair, chunk: ArchiveChunk): Promise<void> {
    let lines: string[]
    try {
      lines = linesOf(await this.means.archive.chunk(chunk))
    } catch (error) {
      if (!(error instanceof ArchiveDamage)) throw error
      this.#name({ item: `${chunk.file} (${chunk.rows} rows)`, reason: error.message })
      return this.#commit(async () => {})
    }
    const part = { table, columns, lines, part: chunk.file, enames: this.enames }
    await this.#commit((tx) => insertLines(tx, part, this.#name))
  }

  /** Commits what was taken together with how far that is. */
  async #commit(work: (tx: Transaction) => Promise<void>): Promise<void> {
    this.means.signal.throwIfAborted()
    await this.means.db.transaction(async (tx) => {
      await work(tx)
      await saveProgress(tx, { chunks: this.#chunks, file: this.#file }, this.#problems)
    })
    this.#problems = []
  }

  /** What is in the database now is what the manifest says, or is named. */
  async #compare(): Promise<void> {
    const { db } = this.means
    for (const { table, archived } of this.pairs) {
      // A recovery kit says the newer, and where the keys are now.
      if (this.under.adopted && isIdentityTable(table.name)) continue
      const { rows, sha256 } = await digestTable(db, table, this.#name)
      const isSame = rows === archived.rows && (sha256 === archived.sha256 || !archived.ordered)
      if (isSame) continue
      const reason =
        rows === archived.rows
          ? 'its rows are not those of the archive'
          : `${rows} of ${archived.rows} rows are there`
      this.#name({ item: table.name, reason })
    }
    await this.#compareFiles()
  }

  async #compareFiles(): Promise<void> {
    const counter = new FilesCounter()
    const missing: string[] = []
    for await (const { key } of filesOf(this.means.db)) {
      const size = await this.means.blobs.size(key)
      if (size === null) missing.push(key)
      else counter.add(key, size)
    }
    const [found, expected] = [counter.digest(), this.means.archive.manifest.files]
    // What was missing before the export is missing in both.
    if (found.sha256 === expected.sha256) return
    for (const key of missing)
      this.#name({ item: fileItem(key), reason: 'its bytes are not there' })
    this.#name({ item: 'files', reason: `${found.count} of ${expected.count} are there` })
  }

  async #end(): Promise<readonly Problem[]> {
    const problems = [...(await readProblems(this.means.db)), ...this.#problems]
    await this.means.db.transaction(async (tx) => {
      await ask(tx, forgetCounts, [])
      await ask(tx, countRecords, [])
      await endProgress(tx)
    })
    return problems
  }

  #tell(bytes: number, part: string): void {
    this.means.signal.throwIfAborted()
    this.#bytes += bytes
    this.means.progress(this.#bytes, part)
  }
}

const forgetCounts = 'DELETE FROM ontology_counts'
const countRecords = `INSERT INTO ontology_counts (ename, ontology, count)
  SELECT ename, ontology, count(*) FROM meta_envelopes GROUP BY ename, ontology`
