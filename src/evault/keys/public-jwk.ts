import { createPublicKey } from 'node:crypto'
import { decodePublicKey } from '../../w3id/keys.ts'
import type { OwnerKeys } from './owner-keys.ts'

/**
 * The owner's current keys as JWKs. Each is named `@id#index` by the entry of the identity log
 * that brought it, as in tokens (`src/w3id/README.md`).
 */
export function ownJwks(ename: string, { current, entries }: OwnerKeys): object[] {
  return current.map((publicKey) => {
    const index = entries.findIndex(({ updateKeys }) => updateKeys.includes(publicKey))
    return publicJwk(publicKey, `${ename}#${index}`)
  })
}

function publicJwk(publicKey: string, kid: string) {
  const key = Buffer.from(decodePublicKey(publicKey))
  const jwk = createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' })
  return { ...jwk, kid, alg: 'ES256', use: 'sig' }
}
