import { randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import { z } from 'zod'
import { normaliseEName } from '../w3id/ename.ts'
import { type SignBytes, signJwt } from '../w3id/jwt.ts'
import { verifyJwt } from '../w3id/verify-jwt.ts'
import type { RegistryClient } from './client.ts'
import { RegistryError } from './errors.ts'

const LONGEST_PROOF = 16_384
const LIFE_SECONDS = 60
/** How far the clocks of two computers may be apart. */
const CLOCK_TOLERANCE_SECONDS = 60
const MOST_CERTIFICATES = 5

const proofClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1).max(64),
  certificates: z.array(z.string()).min(1).max(MOST_CERTIFICATES),
})

/** What a good proof says. `exp` is in seconds since the epoch. */
export interface RelayProof {
  /** In its normal form. */
  readonly ename: string
  /** Names this proof among those of the eName. */
  readonly jti: string
  readonly exp: number
}

/**
 * Makes a proof that whoever connects to a relay has a key of the eName: a compact JWT, ES256, with
 * `iss` (the eName), `aud` (the relay's public origin), `iat`, `exp` a minute later, `jti`, and in
 * `certificates` the newest key binding certificates of the eName, five at most. It is good for one
 * connection. The relay asks nobody about the vault, which is not reachable before.
 */
export function makeRelayProof(
  {
    ename,
    relayUrl,
    certificates,
  }: {
    readonly ename: string
    readonly relayUrl: string
    readonly certificates: readonly string[]
  },
  sign: SignBytes,
): Promise<string> {
  const payload = {
    iss: normaliseEName(ename),
    aud: relayUrl,
    jti: randomUUID(),
    certificates: certificates.slice(-MOST_CERTIFICATES),
  }
  return signJwt({ kid: 'owner', payload, lifetimeSeconds: LIFE_SECONDS }, sign)
}

/**
 * Reads a proof made for this relay: signed by a key that the registry certified for its issuer,
 * good at `now`, and of a minute at most. Whether it was used before is the caller's to check.
 * Throws a RegistryError: INVALID_TOKEN for everything wrong with it, and what `verifyCertificate`
 * throws when that cannot be told.
 */
export async function readRelayProof(
  proof: string,
  {
    relayUrl,
    verifyCertificate,
    now,
  }: Pick<RegistryClient, 'verifyCertificate'> & {
    readonly relayUrl: string
    readonly now: Date
  },
): Promise<RelayProof> {
  const { iss, aud, iat, exp, jti, certificates } = readClaims(proof)
  const seconds = now.getTime() / 1000
  if (aud !== relayUrl) throw invalid('The proof is meant for somebody else')
  if (exp - iat > LIFE_SECONDS) throw invalid('The proof lasts too long')
  if (exp <= seconds || iat > seconds + CLOCK_TOLERANCE_SECONDS) {
    throw invalid('The proof has expired, or a clock is wrong')
  }
  const ename = nameOf(iss)
  const keys = await certifiedAmong(certificates, ename, verifyCertificate)
  await verifyJwt(proof, { keys, now }).catch((cause: unknown) => {
    throw invalid('The proof is not signed with a key certified for its issuer', cause)
  })
  return { ename, jti, exp }
}

function readClaims(proof: string): z.infer<typeof proofClaims> {
  if (proof.length > LONGEST_PROOF) throw invalid('The proof is too long')
  try {
    return proofClaims.parse(decodeJwt(proof))
  } catch (cause) {
    throw invalid('The proof is none', cause)
  }
}

function nameOf(text: string): string {
  try {
    return normaliseEName(text)
  } catch (cause) {
    throw invalid('The proof is of no eName', cause)
  }
}

/** The keys of the certificates that hold; others are skipped while there is one. */
async function certifiedAmong(
  certificates: readonly string[],
  ename: string,
  verifyCertificate: RegistryClient['verifyCertificate'],
): Promise<string[]> {
  const keys: string[] = []
  let unsure: unknown
  for (const certificate of certificates) {
    try {
      keys.push((await verifyCertificate(certificate, ename)).publicKey)
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'INVALID_TOKEN') unsure = error
    }
  }
  if (keys.length === 0 && unsure !== undefined) throw unsure
  return keys
}

function invalid(message: string, cause?: unknown): RegistryError {
  return new RegistryError('INVALID_TOKEN', message, { cause })
}
