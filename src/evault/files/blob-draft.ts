import { createHash } from 'node:crypto'
import { type FileHandle, rm } from 'node:fs/promises'
import { hasRoomFor } from '../db/free-space.ts'
import { diskFull } from '../errors.ts'
import { type BlobCipher, chunkBytes, infoPosition, type StoredBlob } from './sealed-blob.ts'

const megabyte = 1024 * 1024

/** A blob that is being written. Disposed before it is finished, it leaves nothing behind. */
export interface BlobDraft extends AsyncDisposable {
  /**
   * Appends bytes, and resolves when they may be changed again: wait for it before the next
   * call. A draft that refused bytes can't be finished any more.
   * @throws RequestError `DISK_FULL`; the file system's errors
   */
  write(chunk: Uint8Array): Promise<void>
  /** Stores the blob so that it survives a power cut. @throws the file system's errors */
  finish(): Promise<StoredBlob>
}

/** Seals what comes, chunk by chunk, in a file of its own; `keep` moves it to its place. */
export class FileDraft implements BlobDraft {
  readonly #hash = createHash('sha256')
  #size = 0
  /** What does not fill a chunk yet, or may be the last one. */
  readonly #rest = Buffer.allocUnsafe(chunkBytes)
  #restSize = 0
  #chunks = 0
  /** Up to this length the disk was found to have room. */
  #roomUpTo = 0
  #state: 'open' | 'refused' | 'finished' = 'open'
  #lastStep: Promise<unknown> = Promise.resolve()

  constructor(
    readonly handle: FileHandle,
    readonly cipher: BlobCipher,
    readonly file: string,
    readonly directory: string,
    readonly keep: (blob: StoredBlob) => Promise<void>,
    readonly now: () => number,
  ) {}

  write(chunk: Uint8Array): Promise<void> {
    return this.#step(async () => {
      this.#requireRoom(chunk.length)
      const written = this.handle.writeFile(this.#seal(chunk))
      // While the disk is busy.
      this.#hash.update(chunk)
      await written
      this.#size += chunk.length
      this.#state = 'open'
    })
  }

  finish(): Promise<StoredBlob> {
    return this.#step(async () => {
      const blob = { key: this.#hash.digest('hex'), size: this.#size }
      const place = { number: this.#chunks, isLast: true }
      const last = this.#rest.subarray(0, this.#restSize)
      await this.handle.writeFile(this.cipher.sealChunk(last, place))
      const info = this.cipher.sealInfo(blob)
      await this.handle.write(info, 0, info.length, infoPosition)
      const time = this.now() / 1000
      await this.handle.utimes(time, time)
      await this.handle.sync()
      await this.handle.close()
      await this.keep(blob)
      this.#state = 'finished'
      return blob
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastStep.catch(() => undefined)
    if (this.#state === 'finished') return
    this.#state = 'finished'
    try {
      await this.handle.close()
    } finally {
      await rm(this.file, { force: true })
    }
  }

  /** The chunks that are full and not the last. */
  #seal(bytes: Uint8Array): Buffer {
    const sealed: Buffer[] = []
    for (let at = 0; at < bytes.length; ) {
      if (this.#restSize === chunkBytes) {
        sealed.push(this.cipher.sealChunk(this.#rest, { number: this.#chunks, isLast: false }))
        this.#chunks += 1
        this.#restSize = 0
      }
      const part = bytes.subarray(at, at + chunkBytes - this.#restSize)
      this.#rest.set(part, this.#restSize)
      this.#restSize += part.length
      at += part.length
    }
    return Buffer.concat(sealed)
  }

  /** A step that fails, or that the next one does not wait for, leaves the draft refused. */
  #step<T>(work: () => Promise<T>): Promise<T> {
    if (this.#state !== 'open') return Promise.reject(new Error(`this draft is ${this.#state}`))
    this.#state = 'refused'
    const step = work()
    this.#lastStep = step
    return step
  }

  #requireRoom(bytes: number): void {
    if (this.#size + bytes <= this.#roomUpTo) return
    const ahead = Math.max(bytes, megabyte)
    if (!hasRoomFor(this.directory, ahead)) throw diskFull()
    this.#roomUpTo = this.#size + ahead
  }
}
