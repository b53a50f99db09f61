import type { SignBytes } from '../../src/w3id/jwt.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }

/** A fresh P-256 key in the shape the embedded registry signs with, and as SPKI. */
export async function makeRegistryKey(kid = 'test-key') {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const sign: SignBytes = async (bytes) =>
    new Uint8Array(
      await crypto.subtle.sign({ ...P256, hash: 'SHA-256' }, privateKey, Uint8Array.from(bytes)),
    )
  const publicJwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)) }
  const privateJwk = { ...(await crypto.subtle.exportKey('jwk', privateKey)) }
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  return { kid, sign, publicJwk, privateJwk, spki }
}
