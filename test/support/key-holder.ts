import { webcrypto } from 'node:crypto'
import { signJwt } from '../../src/w3id/jwt.ts'
import { encodePublicKey } from '../../src/w3id/keys.ts'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const algorithm = { name: 'ECDSA', hash: 'SHA-256' }

/** Somebody with a key of their own, who is on no computer with a vault. */
export interface KeyHolder {
  /** Multibase. */
  readonly publicKey: string
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /** A person's JWT. */
  token(aud: string, iss: string): Promise<string>
}

export async function makeKeyHolder(): Promise<KeyHolder> {
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await subtle.sign(algorithm, pair.privateKey, Uint8Array.from(bytes)))
  return {
    publicKey: encodePublicKey(new Uint8Array(await subtle.exportKey('spki', pair.publicKey))),
    sign,
    token: (aud, iss) =>
      signJwt({ kid: `${iss}#0`, payload: { iss, aud }, lifetimeSeconds: 300 }, sign),
  }
}
