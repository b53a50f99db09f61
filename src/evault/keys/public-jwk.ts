import { createPublicKey } from 'node:crypto'
import { decodePublicKey } from '../../w3id/keys.ts'

/**
 * A public key as JWK.
 * @param publicKey multibase
 */
export function publicJwk(publicKey: string, kid: string) {
  const key = Buffer.from(decodePublicKey(publicKey))
  const jwk = createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' })
  return { ...jwk, kid, alg: 'ES256', use: 'sig' }
}
