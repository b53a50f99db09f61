import { randomUUID } from 'node:crypto'
import { compactVerify, decodeJwt } from 'jose'
import { z } from 'zod'
import { type SignBytes, signJwt } from '../w3id/jwt.ts'
import { decodePublicKey } from '../w3id/keys.ts'

const LONGEST_PROOF = 4096
const LONGEST_LIFE_SECONDS = 300
/** How far the clocks of two computers may be apart. */
const CLOCK_TOLERANCE_SECONDS = 60
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }

const proofClaims = z.object({
  platform: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1).max(256),
})

/** What a good proof says. `exp` is in seconds since the epoch. */
export type PlatformProof = z.infer<typeof proofClaims>

/**
 * Makes a proof that a platform holds the key it is registered with: a compact JWT, ES256, with
 * `platform`, `aud` (the registry's base URL, as the platform calls it), `iat`, `exp` five
 * minutes later and `jti`. It is good for one certification. docs/protocol.md, "The registry".
 */
export function makePlatformProof(
  { platform, registryUrl }: { readonly platform: string; readonly registryUrl: string },
  sign: SignBytes,
): Promise<string> {
  const payload = { platform, aud: registryUrl, jti: randomUUID() }
  return signJwt({ kid: 'platform', payload, lifetimeSeconds: LONGEST_LIFE_SECONDS }, sign)
}

/**
 * Reads a proof signed by this key (multibase): its claims, null when it is not signed by it, no
 * proof, not yet or no longer good at `now` (seconds since the epoch), or lasts over five
 * minutes. Whom it is about, for whom, and whether it was used before is the caller's to check.
 */
export async function readPlatformProof(
  proof: string,
  publicKey: string,
  now: number,
): Promise<PlatformProof | null> {
  if (proof.length > LONGEST_PROOF) return null
  try {
    const claims = proofClaims.parse(decodeJwt(proof))
    const isTimely = claims.exp > now && claims.iat <= now + CLOCK_TOLERANCE_SECONDS
    if (!isTimely || claims.exp - claims.iat > LONGEST_LIFE_SECONDS) return null
    const spki = Uint8Array.from(decodePublicKey(publicKey))
    const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
    await compactVerify(proof, key, { algorithms: ['ES256'] })
    return claims
  } catch {
    return null
  }
}
