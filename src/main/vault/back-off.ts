const firstMs = 250
const longestMs = 30_000

/**
 * How long to wait before the vault process is started again: 250 ms after the first crash,
 * twice as long after each further one, 30 s at most.
 * @param attempt 1 for the first
 */
export function restartDelayMs(attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** (attempt - 1))
}
