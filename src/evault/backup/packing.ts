import { createHash } from 'node:crypto'
import type { BackupIndex, FilePart, IndexedFile } from './backup-index.ts'
import { BackupError } from './place.ts'
import { pieceBytes, type Repository } from './repository.ts'

/** A file of a vault as a backup takes it. */
export interface FileToPack {
  readonly path: string
  /** Bytes; what `read` gives is as long. */
  readonly size: number
  /** Its content never changes: what was packed under this path before is not read again. */
  readonly isImmutable: boolean
  /** Its content, decrypted. */
  read(): AsyncIterable<Uint8Array>
}

export interface PackProgress {
  /** Bytes of the vault that are in the backup by now. */
  readonly done: number
  /** Of all of them. */
  readonly total: number
}

export interface PackOptions {
  /** A backup whose content need not be packed again. */
  readonly previous: BackupIndex | null
  /** Pieces that a trial found damaged: they are put again. */
  readonly distrusted: ReadonlySet<string>
  readonly signal: AbortSignal
  onProgress(progress: PackProgress): void
}

export interface Packed {
  readonly pieces: string[]
  readonly files: IndexedFile[]
  /** Bytes that were put. */
  readonly added: number
}

/** Shorter files share pieces. */
const smallFileBytes = 128 * 1024
/** Of shared pieces, about. */
const groupBytes = 512 * 1024
/** On average so many files share a piece, at most. */
const filesInAGroup = 16
/** A server far away takes a while for each. */
const putsAtOnce = 4

/**
 * Packs files into pieces, and puts those that are not there yet. Long files are cut every
 * `pieceBytes`. Short ones are put together in the order of their paths; where a group ends is
 * said by the paths alone, so that a changed file changes its own group only.
 * @param files sorted by path
 * @throws BackupError
 */
export async function packFiles(
  repository: Repository,
  files: readonly FileToPack[],
  options: PackOptions,
): Promise<Packed> {
  const packer = new Packer(repository, options, await repository.pieces())
  packer.total = files.reduce((sum, { size }) => sum + size, 0)
  try {
    for (const file of files) await packer.add(file)
    await packer.endGroup()
  } finally {
    await packer.settled()
  }
  packer.requireGoingOn()
  return { pieces: packer.pieces, files: packer.files, added: packer.added }
}

class Packer {
  readonly pieces: string[] = []
  readonly files: IndexedFile[] = []
  total = 0
  added = 0
  #done = 0
  #group: { file: IndexedFile; content: Uint8Array }[] = []
  #groupBytes = 0
  readonly #numbers = new Map<string, number>()
  readonly #previous: ReadonlyMap<string, IndexedFile>
  readonly #puts = new Set<Promise<void>>()
  #failed: unknown = null

  constructor(
    readonly repository: Repository,
    readonly options: PackOptions,
    readonly present: ReadonlyMap<string, unknown>,
  ) {
    this.#previous = new Map(options.previous?.files.map((file) => [file.path, file]))
  }

  async add(file: FileToPack): Promise<void> {
    this.requireGoingOn()
    const { path, size } = file
    const known = file.isImmutable ? this.#partsFromBefore(file) : null
    const indexed: IndexedFile = { path, size, parts: known ?? [] }
    this.files.push(indexed)
    if (known !== null) return this.#advance(size)
    if (size < smallFileBytes) await this.#addToGroup(indexed, file)
    else await this.#cut(indexed, file)
  }

  async endGroup(): Promise<void> {
    const group = this.#group
    if (group.length === 0) return
    const piece = await this.#store(Buffer.concat(group.map(({ content }) => content)))
    let offset = 0
    for (const { file, content } of group) {
      if (content.length > 0) file.parts.push([piece, offset, content.length])
      offset += content.length
    }
    this.#group = []
    this.#groupBytes = 0
    this.#advance(offset)
  }

  /** Waits for what is being put, whatever becomes of it. */
  async settled(): Promise<void> {
    await Promise.all(this.#puts)
  }

  async #addToGroup(indexed: IndexedFile, file: FileToPack): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of file.read()) chunks.push(chunk)
    const content = Buffer.concat(chunks)
    requireLength(file, content.length)
    this.#group.push({ file: indexed, content })
    this.#groupBytes += content.length
    if (endsGroup(file.path) || this.#groupBytes >= groupBytes) await this.endGroup()
  }

  async #cut(indexed: IndexedFile, file: FileToPack): Promise<void> {
    let length = 0
    for await (const piece of inPieces(file.read())) {
      this.requireGoingOn()
      length += piece.length
      indexed.parts.push([await this.#store(piece), 0, piece.length])
      this.#advance(piece.length)
    }
    requireLength(file, length)
  }

  #partsFromBefore({ path, size }: FileToPack): FilePart[] | null {
    const before = this.#previous.get(path)
    const names = this.options.previous?.pieces
    if (before?.size !== size || names === undefined) return null
    const parts = before.parts.map(([at, offset, length]) => [names[at], offset, length] as const)
    if (parts.some(([name]) => name === undefined || !this.#isThere(name))) return null
    return parts.map(([name, offset, length]) => [this.#number(name ?? ''), offset, length])
  }

  /** @returns the piece's number; it is put meanwhile, where it is not there */
  async #store(content: Uint8Array): Promise<number> {
    const name = this.repository.key.nameOf(content)
    const isNew = !this.#numbers.has(name)
    const number = this.#number(name)
    if (isNew && !this.#isThere(name)) await this.#put(name, content)
    return number
  }

  async #put(name: string, content: Uint8Array): Promise<void> {
    while (this.#puts.size >= putsAtOnce) await Promise.race(this.#puts)
    this.requireGoingOn()
    const put: Promise<void> = this.#write(name, content).then(
      () => void this.#puts.delete(put),
      (error: unknown) => {
        this.#failed ??= error
        this.#puts.delete(put)
      },
    )
    this.#puts.add(put)
  }

  async #write(name: string, content: Uint8Array): Promise<void> {
    const bytes = await this.repository.writePiece(name, content)
    this.added += bytes
    if (this.options.distrusted.has(name)) await this.repository.trust(name)
  }

  #isThere(name: string): boolean {
    return this.present.has(name) && !this.options.distrusted.has(name)
  }

  #number(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.pieces.length)
    return this.pieces.push(name) - 1
  }

  #advance(bytes: number): void {
    this.#done += bytes
    this.options.onProgress({ done: this.#done, total: this.total })
  }

  /** @throws BackupError where a put failed, or the backup was cancelled */
  requireGoingOn(): void {
    if (this.#failed !== null) throw this.#failed
    if (this.options.signal.aborted) {
      const message = 'The backup was cancelled. What was put already need not be put again.'
      throw new BackupError('CANCELLED', message)
    }
  }
}

function endsGroup(path: string): boolean {
  return (createHash('sha256').update(path).digest()[0] ?? 0) % filesInAGroup === 0
}

function requireLength({ path, size }: FileToPack, length: number): void {
  if (length !== size) throw new Error(`${path} changed while it was backed up`)
}

/** The same bytes in pieces of `pieceBytes`; the last may be shorter. */
async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = Buffer.allocUnsafe(pieceBytes)
  let filled = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + pieceBytes - filled)
      piece.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < pieceBytes) continue
      yield piece
      // The one before may still be on its way.
      piece = Buffer.allocUnsafe(pieceBytes)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
