import type { BackupIndex, IndexedFile } from './backup-index.ts'
import { cancelled, orAborted } from './cancelling.ts'
import type { PackProgress } from './packing.ts'
import { BackupError } from './place.ts'
import type { Repository } from './repository.ts'

/** Takes what comes out of a backup. */
export interface FileSink {
  /**
   * Content of a file, from its beginning to its end. Where the content throws, the file is
   * damaged: nothing of it is left, and the error goes on.
   */
  write(path: string, content: AsyncIterable<Uint8Array>): Promise<void>
}

export interface ReadOptions {
  readonly signal: AbortSignal
  onProgress(progress: PackProgress): void
}

/** Files share pieces with their neighbours. */
const keptPieces = 8

/**
 * Reads all files of a backup. What is missing or damaged does not end it: the rest is read, then
 * all of it is named.
 * @returns names of damaged pieces; none where everything was read
 * @throws BackupError where the place fails; what `sink` throws
 */
export async function readBackup(
  repository: Repository,
  index: BackupIndex,
  sink: FileSink,
  { signal, onProgress }: ReadOptions,
): Promise<{ damagedPieces: string[]; damagedFiles: string[] }> {
  const pieces = new PieceReader(repository, index, signal)
  const total = index.files.reduce((sum, { size }) => sum + size, 0)
  const damagedFiles: string[] = []
  let done = 0
  for (const file of index.files) {
    if (signal.aborted) throw cancelled()
    try {
      await sink.write(file.path, pieces.contentOf(file))
    } catch (error) {
      if (!isDamage(error)) throw error
      damagedFiles.push(file.path)
    }
    done += file.size
    onProgress({ done, total })
  }
  return { damagedPieces: [...pieces.damaged], damagedFiles }
}

class PieceReader {
  readonly damaged = new Set<string>()
  readonly #kept = new Map<string, Uint8Array>()

  constructor(
    readonly repository: Repository,
    readonly index: BackupIndex,
    readonly signal: AbortSignal,
  ) {}

  /** Where a piece is damaged, those after it are looked at, too, before it throws. */
  async *contentOf(file: IndexedFile): AsyncGenerator<Uint8Array> {
    let failure: unknown = null
    for (const part of file.parts) {
      try {
        const bytes = await this.#bytesOf(file, part)
        if (failure === null) yield bytes
      } catch (error) {
        if (!isDamage(error)) throw error
        this.damaged.add(this.index.pieces[part[0]] ?? '')
        failure ??= error
      }
    }
    if (failure !== null) throw failure
  }

  async #bytesOf(file: IndexedFile, [at, offset, length]: IndexedFile['parts'][number]) {
    const name = this.index.pieces[at]
    if (name === undefined) throw missingPart(file)
    const piece = this.#kept.get(name) ?? (await this.#read(name))
    this.#keep(name, piece)
    const bytes = piece.subarray(offset, offset + length)
    if (bytes.length !== length) throw missingPart(file)
    return bytes
  }

  /** A place that is silent does not keep anybody from cancelling. */
  async #read(name: string): Promise<Uint8Array> {
    try {
      return await orAborted(this.repository.readPiece(name), this.signal)
    } catch (error) {
      throw this.signal.aborted ? cancelled() : error
    }
  }

  #keep(name: string, piece: Uint8Array): void {
    this.#kept.delete(name)
    this.#kept.set(name, piece)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > keptPieces && oldest !== undefined) this.#kept.delete(oldest)
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof BackupError && error.code === 'BACKUP_DAMAGED'
}

function missingPart({ path }: IndexedFile): BackupError {
  return new BackupError('BACKUP_DAMAGED', `The backup says nothing of a part of ${path}.`)
}
