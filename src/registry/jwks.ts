import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { RegistryError } from './errors.ts'

/** A key the cache does not know makes it ask again, at most once in this time. */
const REFETCH_INTERVAL_MS = 30_000
/** Older keys are still used, while newer ones are asked for. */
const FRESH_MS = 600_000

const jwksAnswer = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })

/**
 * The registry's public keys, as jose wants them. They are fetched when first needed, fetched
 * again when a token names a key that is not among them (at most every 30 s) and, in the
 * background, when they are older than 10 minutes. While the registry is down the known keys go
 * on answering. The returned function throws what `fetchJwks` throws when there is no key to
 * answer with, and jose's errors for a token that matches no key. `now` tells milliseconds on a
 * clock that never goes back. Protocol §2.
 */
export function createJwksCache(
  fetchJwks: () => Promise<JSONWebKeySet>,
  now: () => number = () => performance.now(),
): JWTVerifyGetKey {
  let known: JWTVerifyGetKey | undefined
  let fetchedAt = Number.NEGATIVE_INFINITY
  let askedAt = Number.NEGATIVE_INFINITY
  let failure: unknown
  let pending: Promise<JWTVerifyGetKey> | undefined

  const load = async () => {
    // A registry may change its key right after it was asked for the first time.
    if (known) askedAt = now()
    try {
      known = createLocalJWKSet(await fetchJwks())
      fetchedAt = now()
      failure = undefined
      return known
    } catch (error) {
      failure = error
      throw error
    } finally {
      pending = undefined
    }
  }
  const refetch = () => {
    pending ??= load()
    return pending
  }
  const mayAskAgain = () => now() - askedAt >= REFETCH_INTERVAL_MS

  return async (header, token) => {
    if (!known) return (await refetch())(header, token)
    if (now() - fetchedAt >= FRESH_MS && mayAskAgain()) refetch().catch(() => {})
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (pending || mayAskAgain()) return (await refetch())(header, token)
      // Not knowing whether the token is good is not the same as knowing that it is bad.
      throw failure ?? error
    }
  }
}

/** Reads a JWK set with at least one key. Throws BAD_ANSWER when it is none. */
export function parseJwks(body: unknown): JSONWebKeySet {
  const parsed = jwksAnswer.safeParse(body)
  if (parsed.success) return parsed.data
  throw new RegistryError('BAD_ANSWER', 'The registry published no usable keys', {
    cause: parsed.error,
  })
}
