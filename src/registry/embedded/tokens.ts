import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { type SignBytes, signJwt } from '../../w3id/jwt.ts'

const HOUR_SECONDS = 3600
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS
const ENTROPY_LENGTH = 20
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** How long the longest of the registry's tokens lasts, in seconds. */
export const LONGEST_TOKEN_SECONDS = YEAR_SECONDS

// Whatever else comes along with the key, `d` above all, is dropped here.
const publicP256 = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
})

/** The registry's key: the private half is elsewhere and answers through `sign`. */
export interface RegistrySigner {
  /** A P-256 public key as JWK; WebCrypto's `jwk` export will do. */
  readonly publicJwk: { readonly [member: string]: unknown }
  /** The name tokens and JWKS call the key by. */
  readonly kid: string
  readonly sign: SignBytes
}

/** The public members of a signer's key. Throws a ZodError when it is no P-256 public key. */
export function publicPoint({ publicJwk }: RegistrySigner): { x: string; y: string } {
  const { x, y } = publicP256.parse(publicJwk)
  return { x, y }
}

/** Issues the registry's tokens. Protocol §2. */
export interface TokenIssuer {
  /** For one year; `verified` says whether the platform had to prove who it is. */
  platformToken(platform: string, verified: boolean): Promise<string>
  /** 20 random alphanumeric characters, for one hour. */
  entropyToken(): Promise<string>
  /** For one hour. */
  keyBindingCertificate(ename: string, publicKey: string): Promise<string>
}

/** Makes an issuer, which asks for the key that signs each time. */
export function createTokenIssuer(
  currentSigner: () => Pick<RegistrySigner, 'kid' | 'sign'>,
): TokenIssuer {
  const issue = (payload: Record<string, unknown>, lifetimeSeconds: number) => {
    const { kid, sign } = currentSigner()
    return signJwt({ kid, payload, lifetimeSeconds }, sign)
  }
  return {
    platformToken: (platform, verified) => issue({ platform, verified }, YEAR_SECONDS),
    entropyToken: () => issue({ entropy: newEntropy() }, HOUR_SECONDS),
    keyBindingCertificate: (ename, publicKey) => issue({ ename, publicKey }, HOUR_SECONDS),
  }
}

function newEntropy(): string {
  return Array.from({ length: ENTROPY_LENGTH }, () =>
    ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length)),
  ).join('')
}
