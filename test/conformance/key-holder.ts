import { webcrypto } from 'node:crypto'
import { SignJWT } from 'jose'
import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64 } from 'multiformats/bases/base64'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

/** A signature under a binding document. */
export interface Signature {
  readonly signer: string
  readonly signature: string
  readonly timestamp: string
}

/** Somebody with a P-256 key. */
export interface KeyHolder {
  readonly ename: string
  /** Multibase `z` of DER SPKI. */
  readonly publicKey: string
  /** The same key in every form the protocol names. */
  readonly publicKeyForms: readonly string[]
  /** Signs what a binding document says. */
  sign(document: object): Promise<Signature>
  /** A token this person makes for a vault; claims given win over the usual ones. */
  token(audience: string, claims?: Readonly<Record<string, unknown>>): Promise<string>
}

/** Makes a key. Its holder's eName may come later, in `as`. Source: protocol §6. */
export async function makeKey() {
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const spki = new Uint8Array(await subtle.exportKey('spki', pair.publicKey))
  const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const publicKey = base58btc.encode(spki)
  const publicKeyForms = [spki, raw].flatMap((bytes) =>
    [base58btc, base64, base16].map((base) => base.encode(bytes)),
  )
  return {
    publicKey,
    as: (ename: string): KeyHolder => ({
      ename,
      publicKey,
      publicKeyForms,
      async sign(document) {
        const bytes = Buffer.from(canonical(document))
        const signature = await subtle.sign(ecdsa, pair.privateKey, bytes)
        return {
          signer: ename,
          signature: Buffer.from(signature).toString('base64'),
          timestamp: '2025-01-24T10:00:00Z',
        }
      },
      token(audience, claims = {}) {
        const iat = Math.floor(Date.now() / 1000)
        const usual = { iss: ename, aud: audience, iat, exp: iat + 300 }
        return new SignJWT({ ...usual, ...claims })
          .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: 'a-key' })
          .sign(pair.privateKey)
      },
    }),
  }
}

/** Source: protocol §6, "canonical JSON". Written anew here: the vault's own is what is tested. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`
}
