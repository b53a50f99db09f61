import { createHmac, randomFillSync, timingSafeEqual } from 'node:crypto'
import { fileIdBytes, isZero } from './sectors.ts'
import { unitBytes } from './xts.ts'

/** Before the content of each file; a page of the operating system, so that pages stay whole. */
export const headerBytes = 4096

// magic and version (16), file id (12), zeros (4), tag (16)
const magic = Buffer.from('eVault sealed\0\0\x01', 'latin1')
const idAt = 16
const tagAt = 32
const coreBytes = 48
const copyAt = 2048

/** The header can't be read, and not because it never reached the disk. */
export class HeaderError extends Error {
  override readonly name = 'HeaderError'
}

/** The header of a new file. */
export function newHeader(key: Buffer): { readonly id: Buffer; readonly bytes: Buffer } {
  const bytes = Buffer.alloc(headerBytes)
  magic.copy(bytes)
  const id = bytes.subarray(idAt, idAt + fileIdBytes)
  randomFillSync(id)
  tagOf(key, bytes).copy(bytes, tagAt)
  bytes.copy(bytes, copyAt, 0, coreBytes)
  return { id: Buffer.from(id), bytes }
}

/**
 * The file's id; null where no header reached the disk: a power cut came right after the file
 * was made, so nothing that it held was acknowledged.
 * @throws HeaderError where another key, or no storage of ours, wrote the file
 */
export function readHeader(key: Buffer, bytes: Buffer): Buffer | null {
  for (const at of [0, copyAt]) {
    const core = bytes.subarray(at, at + coreBytes)
    if (isOurs(key, core)) return Buffer.from(core.subarray(idAt, idAt + fileIdBytes))
  }
  if (isTorn(bytes.subarray(0, coreBytes))) return null
  throw new HeaderError('the header was not written with this key')
}

function isOurs(key: Buffer, core: Buffer): boolean {
  if (core.length < coreBytes || !core.subarray(0, magic.length).equals(magic)) return false
  return timingSafeEqual(core.subarray(tagAt, coreBytes), tagOf(key, core))
}

/** A part that never reached the disk reads as zeros; no part of a whole header is zero. */
function isTorn(core: Buffer): boolean {
  if (core.length < coreBytes) return true
  for (let at = 0; at < coreBytes; at += unitBytes)
    if (isZero(core.subarray(at, at + unitBytes))) return true
  return false
}

function tagOf(key: Buffer, header: Buffer): Buffer {
  const tag = createHmac('sha256', key).update(header.subarray(0, tagAt)).digest()
  return tag.subarray(0, coreBytes - tagAt)
}
