import { createCipheriv, createDecipheriv } from 'node:crypto'

/** XTS encrypts in units of one AES block: no unit depends on another. */
export const unitBytes = 16

/**
 * One tweak serves this many bytes. A page of Postgres is as large, so that reading or writing
 * one costs one cipher object; those cost more than the encryption (see docs/storage.md).
 */
export const sectorBytes = 8192

/** AES-256-XTS takes two keys of 32 bytes. */
export const storageKeyBytes = 64

/** Bytes of a file's id; the tweak has 4 more for the sector's number. */
export const fileIdBytes = 12

const algorithm = 'aes-256-xts'
const blank = Buffer.alloc(sectorBytes)

/** Down to the beginning of the unit. */
export function unitFloor(position: number): number {
  return position - (position % unitBytes)
}

/** Up to the end of the unit. */
export function unitCeiling(position: number): number {
  return unitFloor(position + unitBytes - 1)
}

/**
 * Encrypts a part of a file.
 * @param position bytes from the beginning of the file, at a unit's beginning
 * @param plain whole units
 */
export function encrypt(key: Buffer, id: Buffer, position: number, plain: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(plain.length)
  for (let done = 0; done < plain.length; ) {
    const inSector = (position + done) % sectorBytes
    const count = Math.min(sectorBytes - inSector, plain.length - done)
    const part = plain.subarray(done, done + count)
    const cipher = createCipheriv(algorithm, key, tweak(id, position + done))
    // What stands before in the sector only moves the cipher on to the right unit; each
    // `update` would begin the sector again.
    const whole = inSector > 0 ? Buffer.concat([blank.subarray(0, inSector), part]) : part
    cipher.update(whole).copy(sealed, done, inSector)
    done += count
  }
  return sealed
}

/**
 * Decrypts in place. A unit of zeros is one that was never written (a hole, or a part that a
 * power cut kept from the disk), and reads as zeros, as Postgres expects.
 * @param position bytes from the beginning of the file, at a sector's beginning
 * @param sealed whole units
 */
export function decrypt(key: Buffer, id: Buffer, position: number, sealed: Buffer): void {
  for (let done = 0; done < sealed.length; done += sectorBytes) {
    const part = sealed.subarray(done, done + sectorBytes)
    const decipher = createDecipheriv(algorithm, key, tweak(id, position + done))
    const plain = decipher.update(part)
    clearHoles(part, plain)
    plain.copy(part)
  }
}

function tweak(id: Buffer, position: number): Buffer {
  const bytes = Buffer.allocUnsafe(fileIdBytes + 4)
  id.copy(bytes)
  bytes.writeUInt32LE(Math.floor(position / sectorBytes), fileIdBytes)
  return bytes
}

function clearHoles(sealed: Buffer, plain: Buffer): void {
  for (let at = 0; at < sealed.length; at += unitBytes) {
    if (sealed[at] !== 0 || sealed[at + 1] !== 0) continue
    if (isZero(sealed.subarray(at, at + unitBytes))) plain.fill(0, at, at + unitBytes)
  }
}

/** Whether there is nothing but zeros. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += sectorBytes) {
    const part = bytes.subarray(at, at + sectorBytes)
    if (part.compare(blank, 0, part.length) !== 0) return false
  }
  return true
}
