import { decryptXts, encryptXts } from './xts.ts'

/** XTS encrypts in units of one AES block: no unit depends on another. */
export const unitBytes = 16

/**
 * One tweak serves this many bytes. A page of Postgres is as large, so that reading or writing
 * one costs one tweak (see docs/storage.md).
 */
export const sectorBytes = 8192

/** AES-256-XTS takes two keys of 32 bytes. */
export const storageKeyBytes = 64

/** Bytes of a file's id: what the tweak has beside the sector's number. */
export const fileIdBytes = 12

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
    const from = inSector / unitBytes
    encryptXts(key, tweak(id, position + done), from, part).copy(sealed, done)
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
    const plain = decryptXts(key, tweak(id, position + done), 0, part)
    clearHoles(part, plain)
    plain.copy(part)
  }
}

/** The sector's number, from which a file's tweaks count up, and the file's id. */
function tweak(id: Buffer, position: number): Buffer {
  const bytes = Buffer.allocUnsafe(4 + fileIdBytes)
  bytes.writeUInt32LE(Math.floor(position / sectorBytes))
  id.copy(bytes, 4)
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
