import { statfsSync } from 'node:fs'
import { VaultStartError } from '../errors.ts'

/**
 * Postgres needs room for its log before it can stop in order; when the disk fills up under
 * it, PGlite never answers again. So writing ends while there is still room.
 */
export const reservedBytes = 48 * 1024 * 1024

/** Whether the disk of this directory has room for `bytes` beyond what must stay free. */
export function hasRoomFor(directory: string, bytes: number): boolean {
  return freeBytes(directory) - bytes >= reservedBytes
}

/** What the disk of this directory has left. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/**
 * Says no before anything is written.
 * @param bytes of what is to be written there
 * @throws VaultStartError `DISK_FULL` with figures
 */
export function requireRoom(directory: string, bytes: number): void {
  // Headers of files, logs, and what must stay free in any case.
  const needed = Math.ceil(bytes * 1.1) + 2 * reservedBytes
  const free = freeBytes(directory)
  if (free >= needed) return
  const inMegabytes = (amount: number) => `${Math.ceil(amount / 1_000_000)} MB`
  throw new VaultStartError(
    'DISK_FULL',
    `The disk of ${directory} has ${inMegabytes(free)}; this needs ${inMegabytes(needed)}. Free some space, then try again.`,
  )
}
