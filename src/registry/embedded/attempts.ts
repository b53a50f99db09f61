const FREE_ATTEMPTS = 5
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
const FORGET_AFTER_MS = 10 * 60_000

/** Counts what failed, for each name by itself. */
export interface Attempts {
  /** Counts a failure. Returns how many milliseconds the next one should wait, 0 while it need
   * not; failures before that are not counted. */
  failed(name: string): number
  /** Forgets the failures of this name. */
  forget(name: string): void
}

interface Failures {
  readonly count: number
  readonly at: number
  readonly waitUntil: number
}

/**
 * Makes guessing tiresome: after five failures each further one doubles the wait, up to a minute.
 * It is for those who fail only. Whoever succeeds is never kept waiting: anybody can fail in
 * somebody else's name, and what is guessed at here is too long to be guessed.
 * The caller bounds the names. `now` tells milliseconds on a clock that never goes back.
 */
export function createAttempts(now: () => number = () => performance.now()): Attempts {
  const failures = new Map<string, Failures>()
  return {
    failed(name) {
      const at = now()
      const known = failures.get(name)
      if (known && at < known.waitUntil) return known.waitUntil - at
      const count = known && at - known.at < FORGET_AFTER_MS ? known.count + 1 : 1
      const waitMs =
        count <= FREE_ATTEMPTS
          ? 0
          : Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_ATTEMPTS - 1), LONGEST_WAIT_MS)
      failures.set(name, { count, at, waitUntil: at + waitMs })
      return waitMs
    },
    forget: (name) => void failures.delete(name),
  }
}
