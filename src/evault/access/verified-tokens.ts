import type { VerifyPlatformToken } from './caller.ts'

/** A key that its registry withdraws is believed for this long at most. */
const believedMs = 60_000
const mostTokens = 1_000

/**
 * Remembers for a while that a token was found good, because checking a signature costs more
 * than answering a request. Bad tokens are checked each time.
 * @param now milliseconds since the epoch
 */
export function rememberVerified(
  verify: VerifyPlatformToken,
  now: () => number = Date.now,
): VerifyPlatformToken {
  const verified = new Map<string, { platform: string; exp: number; until: number }>()
  return async (token) => {
    const known = verified.get(token)
    if (known !== undefined && now() < known.until) return known
    const { platform, exp } = await verify(token)
    // The oldest entry is the first: a Map keeps the order of insertion.
    const [oldest] = verified.keys()
    verified.delete(verified.size >= mostTokens && oldest !== undefined ? oldest : token)
    verified.set(token, { platform, exp, until: Math.min(now() + believedMs, exp * 1000) })
    return { platform, exp }
  }
}
