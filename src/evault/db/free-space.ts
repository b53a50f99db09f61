import { statfsSync } from 'node:fs'

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
