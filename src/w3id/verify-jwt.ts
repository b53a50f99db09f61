import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { IdentityLogEntry } from './identity-log/entry.ts'
import { decodePublicKey } from './keys.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const KEY_ID = /^(.+)#(0|[1-9]\d{0,8})$/su

/** Why a token is refused. */
export type JwtErrorCode =
  /** No ES256 JWT, or without `exp`. */
  | 'MALFORMED'
  /** Its `exp` is past, or its `nbf` is to come. */
  | 'EXPIRED'
  /** Its `kid` names no current key of the log. */
  | 'UNKNOWN_KEY'
  /** No key it may be signed with signed it. */
  | 'WRONG_SIGNATURE'

/** A token that does not hold. The message has nothing of the token in it. */
export class JwtError extends Error {
  override readonly name = 'JwtError'
  readonly code: JwtErrorCode

  constructor(code: JwtErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whose signature counts. */
export type JwtTrust =
  /** Public keys in multibase, whatever the `kid` says. */
  | { readonly keys: readonly string[] }
  /** A log that `validateLogChain` accepted. */
  | { readonly log: readonly IdentityLogEntry[] }

/**
 * Verifies a token that `signJwt` of a W3ID made, and returns its claims. ES256 only, `exp`
 * required, no leeway. With a log, the `kid` has to be `@id#index` of that log: the key became
 * current with the entry `index`, and is current still; a key that was revoked counts for
 * nothing, whatever dates the token has. `now` is the present when left out.
 * Throws JwtError, and a TypeError for keys that are none.
 */
export async function verifyJwt(
  token: string,
  { now = new Date(), ...trust }: JwtTrust & { readonly now?: Date },
): Promise<JWTPayload> {
  const keys = 'keys' in trust ? trust.keys : keysNamed(kidOf(token), trust.log)
  for (const key of keys) {
    const payload = await payloadBy(key, token, now)
    if (payload !== null) return payload
  }
  throw new JwtError('WRONG_SIGNATURE', 'The token is signed with none of the keys')
}

function kidOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? ''
  } catch (cause) {
    throw new JwtError('MALFORMED', 'The token is no JWT', { cause })
  }
}

/** The keys that came with the entry the `kid` names and did not leave since. */
function keysNamed(kid: string, log: readonly IdentityLogEntry[]): readonly string[] {
  const [, id, index] = KEY_ID.exec(kid) ?? []
  const entry = index === undefined ? undefined : log[Number(index)]
  const before = log[Number(index) - 1]?.updateKeys ?? []
  const now = log.at(-1)?.updateKeys ?? []
  const keys = entry?.updateKeys.filter((key) => !before.includes(key) && now.includes(key)) ?? []
  if (entry?.id !== id || keys.length === 0) {
    throw new JwtError('UNKNOWN_KEY', 'The kid of the token names no current key of the log')
  }
  return keys
}

/** The claims, or null when another key signed. */
async function payloadBy(key: string, token: string, now: Date): Promise<JWTPayload | null> {
  const spki = Uint8Array.from(decodePublicKey(key))
  const verifyingKey = await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
  try {
    const options = { algorithms: ['ES256'], requiredClaims: ['exp'], currentDate: now }
    return (await jwtVerify(token, verifyingKey, options)).payload
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return null
    throw refusal(error)
  }
}

function refusal(cause: unknown): JwtError {
  const isEarly = cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'nbf'
  if (cause instanceof errors.JWTExpired || isEarly) {
    return new JwtError('EXPIRED', 'The token has expired, or is not valid yet', { cause })
  }
  return new JwtError('MALFORMED', 'The token is no ES256 JWT with an exp', { cause })
}
