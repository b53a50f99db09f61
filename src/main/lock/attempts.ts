/** Mistyping costs nothing so often. */
const FREE_FAILURES = 3
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 15 * 60_000

/** Passphrases that were wrong, since the last right one. */
export interface Failures {
  readonly count: number
  /** Of the last one, in milliseconds since the epoch. */
  readonly lastAt: number
}

/**
 * When the next passphrase is tried; null for now. From the third wrong one on each takes twice as
 * long as the one before, up to a quarter of an hour. A clock that was set back makes nobody wait
 * for longer than that.
 */
export function retryAt({ count, lastAt }: Failures, now: number): number | null {
  if (count < FREE_FAILURES) return null
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_FAILURES), LONGEST_WAIT_MS)
  const at = Math.min(lastAt, now) + waitMs
  return at > now ? at : null
}
