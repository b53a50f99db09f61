import { LONGEST_PASSPHRASE_BYTES, PASSPHRASE_LENGTH } from '../../../ipc/lock.ts'

/**
 * A passphrase as main takes it: UTF-8, and the same whichever keyboard wrote its accents. It is
 * wiped here once main has it, which wipes its own.
 */
export async function withBytes<T>(
  passphrase: string,
  use: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'))
  try {
    return await use(bytes)
  } finally {
    bytes.fill(0)
  }
}

/** Whether main takes it as a new one. */
export function isLongEnough(passphrase: string): boolean {
  const { length } = new TextEncoder().encode(passphrase.normalize('NFKC'))
  return [...passphrase].length >= PASSPHRASE_LENGTH.least && length <= LONGEST_PASSPHRASE_BYTES
}
