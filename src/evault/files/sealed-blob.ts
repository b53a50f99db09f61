import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'

/*
 * A blob on the disk: a magic number, a salt, what the blob is, then its bytes in chunks of 64 KiB,
 * each sealed with AES-256-GCM under a key of this file alone (HKDF of the salt). A chunk's nonce is
 * its number and whether it is the last (the STREAM construction, as in age), so that chunks can't
 * be left out, repeated or moved, and any of them can be read by itself.
 */

const magic = Buffer.from('EVBLOB1\n')
const saltBytes = 32
const tagBytes = 16
const keyBytes = 32
const sizeBytes = 8
const hashBytes = 32
const algorithm = 'aes-256-gcm'
const infoAt = magic.length + saltBytes
const infoBytes = hashBytes + sizeBytes
const headerBytes = infoAt + infoBytes + tagBytes
/** Of the bytes that are sealed as one. */
export const chunkBytes = 64 * 1024
const sealedChunkBytes = chunkBytes + tagBytes
/** No chunk has it: they end with 0 or 1. */
const infoNonce = Buffer.alloc(12, 0xff)

/** What a blob is found by, and how long it is. */
export interface StoredBlob {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly key: string
  /** Bytes. */
  readonly size: number
}

/** Where a chunk stands: its number from 0, and whether no other comes after it. */
interface Place {
  readonly number: number
  readonly isLast: boolean
}

/** Seals and opens the parts of one blob. */
export interface BlobCipher {
  /** What the file begins with until it is known what it holds: `sealInfo` completes it. */
  readonly header: Uint8Array
  sealChunk(plain: Uint8Array, place: Place): Buffer
  /** @throws Error where it is not what was sealed there */
  openChunk(sealed: Uint8Array, place: Place): Buffer
  /** What the blob is, for `infoPosition` in its file. */
  sealInfo(blob: StoredBlob): Buffer
}

/** Where in the file it stands what the blob is. */
export const infoPosition = infoAt

/** @param salt of a blob that is there; a new one has a new one */
export function createBlobCipher(filesKey: Uint8Array, salt = randomBytes(saltBytes)): BlobCipher {
  const key = new Uint8Array(hkdfSync('sha256', filesKey, salt, 'blob', keyBytes))
  return {
    header: Buffer.concat([magic, salt, Buffer.alloc(infoBytes + tagBytes)]),
    sealChunk: (plain, place) => seal(key, nonceOf(place), plain),
    openChunk: (sealed, place) => open(key, nonceOf(place), sealed),
    sealInfo({ key: hash, size }) {
      const info = Buffer.alloc(infoBytes)
      info.write(hash, 'hex')
      info.writeBigUInt64BE(BigInt(size), hashBytes)
      return seal(key, infoNonce, info)
    },
  }
}

/** The name of a blob's file, which tells nobody what is in it. */
export function nameOfBlob(namesKey: Uint8Array, key: string): string {
  return createHmac('sha256', namesKey).update(key, 'hex').digest('hex')
}

/** How long the file of that many bytes is. */
export function sealedSize(size: number): number {
  return headerBytes + size + tagBytes * Math.max(1, Math.ceil(size / chunkBytes))
}

/** How many bytes a file of this length holds. */
export function plainSize(fileSize: number): number {
  const sealed = Math.max(0, fileSize - headerBytes)
  return Math.max(0, sealed - tagBytes * Math.ceil(sealed / sealedChunkBytes))
}

/** A blob that is there, opened for reading. */
export interface OpenedBlob {
  readonly cipher: BlobCipher
  readonly blob: StoredBlob
}

/** Reads how a file begins; null where it is not a whole blob of this vault. */
export async function readHeader(
  handle: FileHandle,
  filesKey: Uint8Array,
): Promise<OpenedBlob | null> {
  const header = Buffer.alloc(headerBytes)
  const { bytesRead } = await handle.read(header, 0, headerBytes, 0)
  if (bytesRead < headerBytes || !header.subarray(0, magic.length).equals(magic)) return null
  const salt = Buffer.from(header.subarray(magic.length, infoAt))
  const key = new Uint8Array(hkdfSync('sha256', filesKey, salt, 'blob', keyBytes))
  try {
    const info = open(key, infoNonce, header.subarray(infoAt))
    const blob = {
      key: info.toString('hex', 0, hashBytes),
      size: Number(info.readBigUInt64BE(hashBytes)),
    }
    return { cipher: createBlobCipher(filesKey, salt), blob }
  } catch {
    return null
  }
}

/**
 * The bytes of a blob from `start` to `end` (both inclusive, from 0). The stream owns the handle. It
 * fails where a chunk is not what was sealed, before any byte of that is given out.
 */
export function readSealed(
  handle: FileHandle,
  { cipher, blob }: OpenedBlob,
  { start, end }: { start: number; end: number },
): Readable {
  const lastNumber = Math.max(0, Math.ceil(blob.size / chunkBytes) - 1)
  const stop = Math.min(end, blob.size - 1)
  let at = start

  async function next(): Promise<Buffer | null> {
    if (at > stop) return null
    const number = Math.floor(at / chunkBytes)
    const sealed = Buffer.allocUnsafe(sealedChunkBytes)
    const position = headerBytes + number * sealedChunkBytes
    const { bytesRead } = await handle.read(sealed, 0, sealedChunkBytes, position)
    const place = { number, isLast: number === lastNumber }
    const plain = cipher.openChunk(sealed.subarray(0, bytesRead), place)
    const first = number * chunkBytes
    const part = plain.subarray(at - first, stop + 1 - first)
    at = first + plain.length
    return part
  }

  return new Readable({
    highWaterMark: chunkBytes,
    read() {
      next().then(
        (part) => this.push(part),
        (cause: unknown) => this.destroy(damaged(blob.key, cause)),
      )
    },
    destroy(error, done) {
      handle.close().then(
        () => done(error),
        (failure: Error) => done(error ?? failure),
      )
    },
  })
}

function damaged(key: string, cause: unknown): Error {
  return new Error(`the stored bytes ${key} are damaged`, { cause })
}

function nonceOf({ number, isLast }: Place): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 3)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < tagBytes) throw notWritten()
  const decipher = createDecipheriv(algorithm, key, nonce)
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(0, -tagBytes))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    // Of the cipher's error nothing can be learnt.
    throw notWritten()
  }
}

function notWritten(): Error {
  return new Error('what follows is not what was written')
}
