import { statfsSync } from 'node:fs'

/**
 * Postgres needs room for its log before it can stop in order; when the disk fills up under
 * it, PGlite never answers again. So writing ends while there is still room.
 */
export const reservedBytes = 48 * 1024 * 1024

/** Whether the disk of this directory has room for `bytes` beyond what must stay free. */
export function hasRoomFor(directory: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize - bytes >= reservedBytes
}

/** How long an answer of the disk holds: far less than writing the reserved room takes. */
const answerHoldsMs = 100

/** `hasRoomFor` nothing more, for asking before each write: the disk is asked now and then. */
export function watchRoom(directory: string, now = () => performance.now()): () => boolean {
  let hasRoom = false
  let askedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (!hasRoom || now() - askedAt >= answerHoldsMs) {
      hasRoom = hasRoomFor(directory, 0)
      askedAt = now()
    }
    return hasRoom
  }
}
