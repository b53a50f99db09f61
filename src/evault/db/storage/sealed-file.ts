import type { Disk } from './disk.ts'
import { headerBytes, newHeader, readHeader } from './header.ts'
import { decrypt, encrypt, isZero, unitCeiling, unitFloor } from './sectors.ts'
import { sectorBytes, unitBytes } from './xts.ts'

/** So many zeros behind the content are not encrypted: see "Holes" in docs/storage.md. */
const roomBytes = 1024 * 1024

/**
 * How many bytes a content of `size` takes on the disk behind the header. The last unit is
 * always whole; where the content ends inside it, as many zeros follow as it has bytes there,
 * so that the length on the disk tells the length of the content.
 */
export function bodyBytes(size: number): number {
  return unitCeiling(size) + (size % unitBytes)
}

/** Bytes of content of a file that takes `length` bytes on the disk, if it has a header. */
export function sizeOnDisk(length: number): number {
  const body = Math.max(0, length - headerBytes)
  const rest = body % unitBytes
  return rest === 0 ? body : Math.max(0, body - unitBytes)
}

/** One encrypted file. Whoever holds it says by which descriptor it is open. */
export class SealedFile {
  /** Bytes of content. */
  size = 0
  #id: Buffer | null = null
  /** Bytes on the disk. */
  #length = 0

  constructor(
    private readonly disk: Disk,
    private readonly key: Buffer,
    readonly descriptor: () => number,
  ) {}

  /**
   * Learns what is on the disk.
   * @param length bytes on the disk
   * @throws HeaderError
   */
  load(length: number): void {
    this.#length = length
    if (length === 0) return
    const header = Buffer.alloc(Math.min(length, headerBytes))
    this.disk.read(this.descriptor(), header, 0)
    this.#id = readHeader(this.key, header)
    this.size = this.#id === null ? 0 : sizeOnDisk(length)
  }

  /** Copies content to `into`, as far as the file goes; answers with the number of bytes. */
  read(into: Uint8Array, position: number): number {
    const count = Math.min(into.length, this.size - position)
    if (count <= 0 || this.#id === null) return 0
    const start = position - (position % sectorBytes)
    const bytes = Buffer.allocUnsafe(unitCeiling(position + count) - start)
    const found = this.disk.read(this.descriptor(), bytes, headerBytes + start)
    bytes.fill(0, found)
    decrypt(this.key, this.#id, start, bytes)
    into.set(bytes.subarray(position - start, position - start + count))
    return count
  }

  /** Only the units that `bytes` touches are written, and only at its ends with other content. */
  write(bytes: Uint8Array, position: number): void {
    if (bytes.length === 0) return
    const id = this.#id ?? this.#begin()
    const end = position + bytes.length
    const start = unitFloor(position)
    const sealed = this.#isRoom(bytes, position)
      ? bytes
      : encrypt(this.key, id, start, this.#wholeUnits(bytes, position))
    const size = Math.max(this.size, end)
    const filler = end === size ? size % unitBytes : 0
    this.#put(filler > 0 ? Buffer.concat([sealed, Buffer.alloc(filler)]) : sealed, start)
    this.#resize(size)
  }

  truncate(size: number): void {
    if (size === this.size && this.#id !== null) return
    if (this.#id === null && size > 0) this.#begin()
    const rest = size % unitBytes
    if (size < this.size && rest > 0) {
      // What was cut off must not come back when the file grows again.
      const last = Buffer.alloc(unitBytes)
      this.read(last.subarray(0, rest), size - rest)
      this.write(last, size - rest)
    }
    this.#resize(size)
  }

  /** Whether it only makes room, as Postgres does for a new part of its log. */
  #isRoom(bytes: Uint8Array, position: number): boolean {
    const isRoom = bytes.length >= roomBytes && position === this.size
    return isRoom && (position | bytes.length) % unitBytes === 0 && isZero(bytes)
  }

  #wholeUnits(bytes: Uint8Array, position: number): Uint8Array {
    const [start, end] = [unitFloor(position), position + bytes.length]
    if (start === position && end % unitBytes === 0) return bytes
    const plain = Buffer.alloc(unitCeiling(end) - start)
    if (start < position) this.read(plain.subarray(0, unitBytes), start)
    if (end % unitBytes > 0 && end < this.size)
      this.read(plain.subarray(plain.length - unitBytes), unitFloor(end))
    plain.set(bytes, position - start)
    return plain
  }

  #resize(size: number): void {
    const length = this.#id === null ? 0 : headerBytes + bodyBytes(size)
    // In two steps, so that what follows the last unit is zeros.
    if (length < this.#length && size % unitBytes > 0)
      this.disk.truncate(this.descriptor(), headerBytes + unitCeiling(size))
    if (length !== this.#length) this.disk.truncate(this.descriptor(), length)
    this.#length = length
    this.size = size
  }

  #put(sealed: Uint8Array, start: number): void {
    this.disk.write(this.descriptor(), sealed, headerBytes + start)
    this.#length = Math.max(this.#length, headerBytes + start + sealed.length)
  }

  /** What stands behind a header that never reached the disk can't be read by anyone. */
  #begin(): Buffer {
    if (this.#length > 0) this.disk.truncate(this.descriptor(), 0)
    const { id, bytes } = newHeader(this.key)
    this.disk.write(this.descriptor(), bytes, 0)
    this.#length = headerBytes
    this.#id = id
    return id
  }
}
