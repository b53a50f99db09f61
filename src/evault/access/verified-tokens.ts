/** A key that its registry withdraws is believed for this long at most. */
const believedMs = 60_000
const mostTokens = 1_000

/** A verifier that remembers. */
export interface RememberedVerifier<T, A extends readonly unknown[]> {
  (token: string, ...more: A): Promise<T>
  /** Checks each token anew: a key has ended. */
  forget(): void
}

/**
 * Remembers for a while that a token was found good, because checking a signature costs more
 * than answering a request. Bad tokens are checked each time.
 * @param verify checks a token; what else it is given is part of the question
 * @param now milliseconds since the epoch
 */
export function rememberVerified<T extends { readonly exp: number }, A extends readonly unknown[]>(
  verify: (token: string, ...more: A) => Promise<T>,
  now: () => number = Date.now,
): RememberedVerifier<T, A> {
  /** What began to be checked before `forget` is not remembered after it. */
  let generation = 0
  const verified = new Map<string, { readonly value: T; readonly until: number }>()
  async function ask(token: string, ...more: A): Promise<T> {
    const key = more.length === 0 ? token : JSON.stringify([token, ...more])
    const known = verified.get(key)
    if (known !== undefined && now() < known.until) return known.value
    const begun = generation
    const value = await verify(token, ...more)
    if (begun !== generation) return value
    // The oldest entry is the first: a Map keeps the order of insertion.
    const [oldest] = verified.keys()
    verified.delete(verified.size >= mostTokens && oldest !== undefined ? oldest : key)
    verified.set(key, { value, until: Math.min(now() + believedMs, value.exp * 1000) })
    return value
  }
  function forget(): void {
    generation += 1
    verified.clear()
  }
  return Object.assign(ask, { forget })
}
