import { base64url } from 'jose'

const SIGNATURE_LENGTH = 64

/**
 * Signs bytes with ECDSA P-256 over SHA-256 and returns the raw r‖s, 64 bytes. The private key
 * may live in another process, in the keychain of the operating system.
 */
export type SignBytes = (bytes: Uint8Array) => Promise<Uint8Array>

/** What goes into a token. */
export interface JwtContent {
  /** Name of the signing key in the issuer's JWKS. */
  readonly kid: string
  /** The claims; `iat` and `exp` are added and win over what stands here. */
  readonly payload: Readonly<Record<string, unknown>>
  /** From `iat` to `exp`, whole seconds. */
  readonly lifetimeSeconds: number
  /** Time of issue, the present when left out. */
  readonly now?: Date
}

/**
 * Makes a compact ES256 JWS with the claims given plus `iat` and `exp` (seconds since the epoch).
 * Throws what `sign` throws, and a TypeError when it returns no raw 64-byte signature.
 * Protocol §2.
 */
export async function signJwt(content: JwtContent, sign: SignBytes): Promise<string> {
  const iat = Math.floor((content.now ?? new Date()).getTime() / 1000)
  const header = { alg: 'ES256', typ: 'JWT', kid: content.kid }
  const payload = { ...content.payload, iat, exp: iat + content.lifetimeSeconds }
  const signed = [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.')
  const signature = await sign(new TextEncoder().encode(signed))
  if (signature.length !== SIGNATURE_LENGTH) {
    throw new TypeError(`An ES256 signature has ${SIGNATURE_LENGTH} bytes, not ${signature.length}`)
  }
  return `${signed}.${base64url.encode(signature)}`
}
