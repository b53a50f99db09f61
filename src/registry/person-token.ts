import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'
import { normaliseEName } from '../w3id/ename.ts'
import { decodePublicKey } from '../w3id/keys.ts'
import type { CertifiedKeys } from './certified-keys.ts'
import { RegistryError } from './errors.ts'

const LONGEST_TOKEN = 8192
const LONGEST_LIFE_SECONDS = 600
/** How far the clocks of two computers may be apart. */
const CLOCK_TOLERANCE_SECONDS = 60
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }

const ename = z.string().transform((text, context) => {
  try {
    return normaliseEName(text)
  } catch {
    context.addIssue('is no eName')
    return z.NEVER
  }
})
// `crit` would ask for something that this reader does not do.
const personHeader = z.object({ alg: z.literal('ES256'), crit: z.undefined().optional() })
const personClaims = z.object({
  iss: ename,
  aud: z.union([z.string().transform((name) => [name]), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
})

/** Who a token was made by, in the normal form of an eName, with which key (multibase), and when
 * it ends, in seconds since the epoch. */
export interface Person {
  readonly ename: string
  readonly publicKey: string
  readonly exp: number
}

export interface PersonTokenOptions extends CertifiedKeys {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/**
 * Makes the function that tells which person a token speaks for. Such a token is a compact JWT a
 * person signed: ES256 by a key certified for the eName in `iss`, `aud` one of the audiences (an
 * eName, or an array with one), `iat` not in the future, `exp` at most 600 s after it.
 * The function throws a RegistryError: INVALID_TOKEN for everything wrong with the token, and what
 * `keysOf` throws when that cannot be told. Nobody is asked about a token whose claims are wrong.
 * Source: design, "Who is asking".
 */
export function createPersonTokenVerifier({ keysOf, now = Date.now }: PersonTokenOptions) {
  return async (token: string, audiences: readonly string[]): Promise<Person> => {
    const claims = readClaims(token)
    checkAudience(claims.aud, audiences)
    checkTimes(claims, now() / 1000)
    const personWith = (publicKey: string) => ({ ename: claims.iss, publicKey, exp: claims.exp })
    const askedAfter = now()
    const known = await keysOf(claims.iss)
    const signedBy = await signerAmong(token, known)
    if (signedBy !== null) return personWith(signedBy)
    // The person may have got another key since these were asked for.
    const current = await keysOf(claims.iss, { askedAfter })
    const nowSignedBy = current === known ? null : await signerAmong(token, current)
    if (nowSignedBy !== null) return personWith(nowSignedBy)
    throw invalid('The token is not signed with a key certified for its issuer')
  }
}

/**
 * The `iss` claim of a compact JWT that nobody has verified; null when it is no JWT or has no
 * text there. Tells the token of a person from that of a platform, which has none. Protocol §2.
 */
export function issuerOf(token: string): string | null {
  if (token.length > LONGEST_TOKEN) return null
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss : null
  } catch {
    return null
  }
}

function readClaims(token: string): z.infer<typeof personClaims> {
  if (token.length > LONGEST_TOKEN) throw invalid('The token is too long')
  let header: unknown
  let payload: unknown
  try {
    header = decodeProtectedHeader(token)
    payload = decodeJwt(token)
  } catch (cause) {
    throw invalid('The token is no JWT', cause)
  }
  if (!personHeader.safeParse(header).success) throw invalid('The token is not signed with ES256')
  const parsed = personClaims.safeParse(payload)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path }) => path[0]).join(', ')
  throw invalid(`The token has no usable ${wrong}`, parsed.error)
}

function checkAudience(named: readonly string[], audiences: readonly string[]): void {
  const wanted = new Set(enamesAmong(audiences))
  if (!enamesAmong(named).some((name) => wanted.has(name))) {
    throw invalid('The token is meant for somebody else')
  }
}

function enamesAmong(texts: readonly string[]): string[] {
  return texts.flatMap((text) => ename.safeParse(text).data ?? [])
}

function checkTimes({ exp, iat, nbf }: z.infer<typeof personClaims>, now: number): void {
  if (exp <= now) throw invalid('The token has expired')
  if (Math.max(iat, nbf ?? iat) > now + CLOCK_TOLERANCE_SECONDS) {
    throw invalid('The token is not valid yet: a clock is wrong')
  }
  if (exp - iat > LONGEST_LIFE_SECONDS) {
    throw invalid(`The token lasts longer than ${LONGEST_LIFE_SECONDS / 60} minutes`)
  }
}

/** The key that signed the token; null when none of these did. */
async function signerAmong(token: string, publicKeys: readonly string[]): Promise<string | null> {
  for (const key of publicKeys) if (await isSignedBy(token, key)) return key
  return null
}

async function isSignedBy(token: string, publicKey: string): Promise<boolean> {
  try {
    const spki = Uint8Array.from(decodePublicKey(publicKey))
    const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
    await compactVerify(token, key, { algorithms: ['ES256'] })
    return true
  } catch {
    return false
  }
}

function invalid(message: string, cause?: unknown): RegistryError {
  return new RegistryError('INVALID_TOKEN', message, { cause })
}
