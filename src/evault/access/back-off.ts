import { performance } from 'node:perf_hooks'

export interface BackOff {
  /** Milliseconds this key has to wait before its next guess, 0 when it may go on. */
  retryAfterMs(key: string): number
  /**
   * Counts a wrong guess. Where finding out takes time, count before and take it back with
   * `succeeded`: otherwise many guesses at once would all be let through.
   */
  failed(key: string): void
  /** Forgets the wrong guesses of this key. */
  succeeded(key: string): void
}

interface Options {
  /** Milliseconds, since any moment. */
  readonly now?: () => number
  /** Wrong guesses that nobody has to wait after: people mistype. */
  readonly freeAttempts?: number
  readonly firstDelayMs?: number
  readonly longestDelayMs?: number
  readonly forgetAfterMs?: number
  /** Keys that are remembered at once. */
  readonly mostAddresses?: number
}

interface Guesses {
  readonly failures: number
  readonly waitUntil: number
  readonly forgetAt: number
}

/**
 * Makes guessing slow: after the free attempts each wrong guess doubles the wait. A key is
 * whatever guesses are counted for; to stop many addresses from guessing at one vault together,
 * count both for the address and for the eName. Source: Protocol §4, `/passphrase/compare`.
 */
export function createBackOff({
  now = () => performance.now(),
  freeAttempts = 5,
  firstDelayMs = 1_000,
  longestDelayMs = 15 * 60_000,
  forgetAfterMs = 24 * 60 * 60_000,
  mostAddresses = 10_000,
}: Options = {}): BackOff {
  /** In the order of the last wrong guess. */
  const guesses = new Map<string, Guesses>()

  function delayMs(failures: number): number {
    if (failures < freeAttempts) return 0
    return Math.min(firstDelayMs * 2 ** (failures - freeAttempts), longestDelayMs)
  }

  return {
    retryAfterMs(key) {
      return Math.max(0, (guesses.get(key)?.waitUntil ?? 0) - now())
    },

    failed(key) {
      const time = now()
      const known = guesses.get(key)
      const failures = known !== undefined && known.forgetAt > time ? known.failures + 1 : 1
      guesses.delete(key)
      if (guesses.size >= mostAddresses) forgetOne(guesses, time)
      const waitUntil = time + delayMs(failures)
      guesses.set(key, { failures, waitUntil, forgetAt: time + forgetAfterMs })
    },

    succeeded(key) {
      guesses.delete(key)
    },
  }
}

/** Those who wait now go last: nobody gets free by guessing from many addresses. */
function forgetOne(guesses: Map<string, Guesses>, time: number): void {
  let [forgotten] = guesses.keys()
  for (const [key, { waitUntil }] of guesses) {
    if (waitUntil > time) continue
    forgotten = key
    break
  }
  if (forgotten !== undefined) guesses.delete(forgotten)
}
