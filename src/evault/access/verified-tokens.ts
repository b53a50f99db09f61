/** A key that its registry withdraws is believed for this long at most. */
const believedMs = 60_000
const mostTokens = 1_000

/**
 * Remembers for a while that a token was found good, because checking a signature costs more
 * than answering a request. Bad tokens are checked each time.
 * @param verify checks a token; what else it is given is part of the question
 * @param now milliseconds since the epoch
 */
export function rememberVerified<T extends { readonly exp: number }, A extends readonly unknown[]>(
  verify: (token: string, ...more: A) => Promise<T>,
  now: () => number = Date.now,
): (token: string, ...more: A) => Promise<T> {
  const verified = new Map<string, { readonly value: T; readonly until: number }>()
  return async (token, ...more) => {
    const key = more.length === 0 ? token : JSON.stringify([token, ...more])
    const known = verified.get(key)
    if (known !== undefined && now() < known.until) return known.value
    const value = await verify(token, ...more)
    // The oldest entry is the first: a Map keeps the order of insertion.
    const [oldest] = verified.keys()
    verified.delete(verified.size >= mostTokens && oldest !== undefined ? oldest : key)
    verified.set(key, { value, until: Math.min(now() + believedMs, value.exp * 1000) })
    return value
  }
}
