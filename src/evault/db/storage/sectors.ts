import { decryptXts, encryptXts, sectorBytes, unitBytes } from './xts.ts'

/** AES-256-XTS takes two keys of 32 bytes. */
export const storageKeyBytes = 64

const tweakNumberBytes = 4
/** Bytes of a file's id: what the tweak has beside the sector's number. */
export const fileIdBytes = unitBytes - tweakNumberBytes

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
  const from = (position % sectorBytes) / unitBytes
  return encryptXts(key, tweaksFor(id, position, plain.length), from, plain)
}

/**
 * Decrypts in place. A unit of zeros is one that was never written (a hole, or a part that a
 * power cut kept from the disk), and reads as zeros, as Postgres expects.
 * @param position bytes from the beginning of the file, at a sector's beginning
 * @param sealed whole units
 */
export function decrypt(key: Buffer, id: Buffer, position: number, sealed: Buffer): void {
  const plain = decryptXts(key, tweaksFor(id, position, sealed.length), 0, sealed)
  clearHoles(sealed, plain)
  plain.copy(sealed)
}

/** For each sector its number, from which a file's tweaks count up, and the file's id. */
function tweaksFor(id: Buffer, position: number, length: number): Buffer {
  const first = Math.floor(position / sectorBytes)
  const count = Math.ceil((position + length) / sectorBytes) - first
  const tweaks = Buffer.alloc(count * unitBytes)
  for (let at = 0; at < count; at += 1) {
    tweaks.writeUInt32LE(first + at, at * unitBytes)
    id.copy(tweaks, at * unitBytes + tweakNumberBytes)
  }
  return tweaks
}

function clearHoles(sealed: Buffer, plain: Buffer): void {
  for (let at = 0; at < sealed.length; at += unitBytes) {
    if (sealed[at] !== 0 || sealed[at + 1] !== 0) continue
    if (isZero(sealed.subarray(at, at + unitBytes))) plain.fill(0, at, at + unitBytes)
  }
}

/** Whether there is nothing but zeros. */
export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += sectorBytes) {
    const part = bytes.subarray(at, at + sectorBytes)
    if (blank.compare(part, 0, part.length, 0, part.length) !== 0) return false
  }
  return true
}
