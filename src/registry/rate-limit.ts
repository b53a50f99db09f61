import { performance } from 'node:perf_hooks'

export interface RateLimit {
  /** Counts one request of this key. Returns the seconds to wait, 0 when it may go on. */
  take(key: string): number
}

interface Options {
  readonly perMinute: number
  /** Milliseconds, since any moment. */
  readonly now?: () => number
  /** Keys that are remembered at once. */
  readonly mostKeys?: number
}

const minuteMs = 60_000

/**
 * A token bucket for each key: a minute's worth at once, then one every 60/perMinute seconds.
 * A refused request takes nothing, so waiting as long as told always helps.
 * Source: Protocol §4, rate limits.
 */
export function createRateLimit({
  perMinute,
  now = () => performance.now(),
  mostKeys = 10_000,
}: Options): RateLimit {
  const intervalMs = minuteMs / perMinute
  /** When each bucket is full again: all there is to know about one. In order of use. */
  const fullAt = new Map<string, number>()
  return {
    take(key) {
      const time = now()
      const next = Math.max(time, fullAt.get(key) ?? 0) + intervalMs
      const tooSoonMs = next - time - minuteMs
      // Rounding must not refuse the last one of a full bucket.
      if (tooSoonMs > 0.001) return Math.ceil(tooSoonMs / 1000)
      fullAt.delete(key)
      if (fullAt.size >= mostKeys) forgetOne(fullAt, time)
      fullAt.set(key, next)
      return 0
    },
  }
}

/** A full bucket holds nothing against its key; without one, the longest unused goes. */
function forgetOne(fullAt: Map<string, number>, time: number): void {
  let [forgotten] = fullAt.keys()
  for (const [key, full] of fullAt) {
    if (full > time) continue
    forgotten = key
    break
  }
  if (forgotten !== undefined) fullAt.delete(forgotten)
}
