import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { type SignBytes, signJwt } from '../../w3id/jwt.ts'

const HOUR_SECONDS = 3600
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS
const ENTROPY_LENGTH = 20
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

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

/** Issues the registry's tokens and publishes the key that verifies them. Protocol §2. */
export interface TokenIssuer {
  /** The JWK set: public members only. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, string>>[] }
  /** For one year. */
  platformToken(platform: string): Promise<string>
  /** 20 random alphanumeric characters, for one hour. */
  entropyToken(): Promise<string>
  /** For one hour. */
  keyBindingCertificate(ename: string, publicKey: string): Promise<string>
}

/** Makes an issuer. Throws a ZodError when the key is no P-256 public key. */
export function createTokenIssuer({ publicJwk, kid, sign }: RegistrySigner): TokenIssuer {
  const key = { ...publicP256.parse(publicJwk), kid, alg: 'ES256', use: 'sig' }
  const issue = (payload: Record<string, string>, lifetimeSeconds: number) =>
    signJwt({ kid, payload, lifetimeSeconds }, sign)
  return {
    jwks: { keys: [key] },
    platformToken: (platform) => issue({ platform }, YEAR_SECONDS),
    entropyToken: () => issue({ entropy: newEntropy() }, HOUR_SECONDS),
    keyBindingCertificate: (ename, publicKey) => issue({ ename, publicKey }, HOUR_SECONDS),
  }
}

function newEntropy(): string {
  return Array.from({ length: ENTROPY_LENGTH }, () =>
    ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length)),
  ).join('')
}
