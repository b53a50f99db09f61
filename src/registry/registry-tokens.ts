import { errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { sameEName } from '../w3id/ename.ts'
import { decodePublicKey } from '../w3id/keys.ts'
import { RegistryError, type TokenProblem } from './errors.ts'
import { createJwksCache, parseJwks } from './jwks.ts'
import type { RegistryRequest } from './requests.ts'

// What each kind of token says. Protocol §2.
export const entropyClaims = z.object({ entropy: z.string().regex(/^[0-9A-Za-z]{20,}$/) })
export const platformClaims = z.object({
  platform: z.string().min(1),
  verified: z.boolean().default(false),
  exp: z.number(),
})
export const certificateClaims = z.object({
  ename: z.string(),
  publicKey: z.string(),
  exp: z.number(),
})

/**
 * Makes the function that checks a token: signature, algorithm and expiry against the registry's
 * keys, then the claims. It throws INVALID_TOKEN, and what `ask` throws while no keys are known.
 */
export function tokenVerifier(ask: (request: RegistryRequest) => Promise<unknown>) {
  const keys = createJwksCache(async () =>
    parseJwks(
      await ask({ method: 'GET', path: '.well-known/jwks.json', purpose: 'publish its keys' }),
    ),
  )
  return async <T>(token: string, claims: z.ZodType<T>): Promise<T> => {
    const parsed = claims.safeParse(await verifiedPayload(token))
    if (parsed.success) return parsed.data
    throw invalid('OTHER_KIND', 'The token is of another kind than it is used for')
  }

  async function verifiedPayload(token: string): Promise<JWTPayload> {
    try {
      const options = { algorithms: ['ES256'], requiredClaims: ['exp'] }
      return (await jwtVerify(token, keys, options)).payload
    } catch (cause) {
      if (cause instanceof RegistryError) throw cause
      if (cause instanceof errors.JWTExpired) {
        throw invalid('EXPIRED', 'The token has expired', cause)
      }
      throw invalid('UNKNOWN_ISSUER', 'The token was not issued by our registry', cause)
    }
  }
}

/** The key in a certificate about this eName. Throws INVALID_TOKEN. */
export function certifiedKey(
  { ename: subject, publicKey, exp }: z.infer<typeof certificateClaims>,
  ename: string,
): { publicKey: string; exp: number } {
  try {
    decodePublicKey(publicKey)
    if (sameEName(subject, ename)) return { publicKey, exp }
  } catch (cause) {
    throw invalid('NO_KEY', 'The certificate holds no usable key', cause)
  }
  throw invalid('OTHER_NAME', 'The certificate is about another eName')
}

function invalid(problem: TokenProblem, message: string, cause?: unknown): RegistryError {
  return new RegistryError('INVALID_TOKEN', message, { problem, cause })
}
