/** When packets are sent and sent again. Source: awareness seed; protocol §8. */

/** A creation waits, so that the platform which made it is known: it must not hear its own echo. */
export const creationDelayMs = 3_000

const [second, minute, hour] = [1_000, 60_000, 3_600_000]
const delaysMs = [
  ...[5 * second, 30 * second, minute, 2 * minute, 5 * minute],
  ...[15 * minute, hour, 6 * hour, 24 * hour],
]
const longestDelayMs = 24 * hour
/** Many who failed at once do not come back at once. */
const jitter = 0.2

/**
 * How long to wait after so many failed attempts, in milliseconds; null when it is enough.
 * @param random 0 to 1
 */
export function delayAfter(failures: number, random = Math.random()): number | null {
  const delay = delaysMs[failures - 1]
  return delay === undefined ? null : spread(delay, random)
}

/** How long a platform is left alone that has failed so often in a row, in milliseconds. */
export function probeDelay(failures: number, random = Math.random()): number {
  return spread(delaysMs[failures - 1] ?? longestDelayMs, random)
}

function spread(delay: number, random: number): number {
  return Math.round(delay * (1 - jitter + 2 * jitter * random))
}

/** Statuses of 400 to 499 that may be others next time; all others of them will not change. */
const passing = new Set([404, 408, 409, 421, 423, 424, 425, 429])

/**
 * What a status means. `refused` ends the attempts at once: 410, and what says that this packet or
 * its sender will never be taken (400, 401, 403, 405, 413, 422 and so on). 404 is tried again:
 * tunnels and proxies answer it while the platform behind them is away.
 */
export function verdictOn(status: number): 'delivered' | 'refused' | 'again' {
  if (status >= 200 && status < 300) return 'delivered'
  return status >= 400 && status < 500 && !passing.has(status) ? 'refused' : 'again'
}

/**
 * What `Retry-After` asks for, in milliseconds from now, a day at most; null where it is missing
 * or makes no sense. RFC 9110, 10.2.3.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * second : Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longestDelayMs)
}
