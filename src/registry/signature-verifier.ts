import { createPublicKey, type KeyObject, verify as verifyBytes } from 'node:crypto'
import { base58btc } from 'multiformats/bases/base58'
import { z } from 'zod'
import { signatureCandidates, verifySignature } from '../w3id/signatures.ts'
import { fetchBoundedJson, webAddress } from './bounded-fetch.ts'
import type { CertificateProblem, CertifiedKeys, KeyFinder, KeyFinding } from './certified-keys.ts'
import { RegistryError } from './errors.ts'

const LONGEST_SIGNER = 2048
const JWKS_PATH = '/.well-known/jwks.json'

const jwksAnswer = z.object({ keys: z.array(z.unknown()) })
// Whatever else a key carries is dropped here.
const ed25519Key = z.object({
  kid: z.string(),
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
})

/**
 * Why a signature does not count:
 * - `UNKNOWN_NAME`: the registry knows no vault of the signer, or the signer is neither an eName
 *   nor a provider's key.
 * - `NO_CERTIFICATE`: the signer's vault shows no certificate of a key; the provider has no such
 *   key.
 * - `CERTIFICATE_…`: the certificate of the key that signed, or of all keys of the signer, does
 *   not count.
 * - `WRONG_SIGNATURE`: none of the signer's keys signed these bytes.
 * - `UNREACHABLE`: registry, vault or provider could not tell.
 */
export type RefusalReason =
  | 'UNKNOWN_NAME'
  | 'NO_CERTIFICATE'
  | CertificateProblem
  | 'WRONG_SIGNATURE'
  | 'UNREACHABLE'

/** Whether a signature counts: by which key (multibase of DER SPKI), or why not, for people. */
export type Explanation =
  | { readonly valid: true; readonly publicKey: string }
  | { readonly valid: false; readonly reason: RefusalReason; readonly message: string }

/** Verifies signatures by who is said to have made them. */
export interface SignatureVerifier {
  /**
   * Whether the signer signed these bytes. A signer is an eName, by any key certified for it, or
   * the address of a provider's key (`isProviderSigner`), by Ed25519. False for every signer and
   * signature that cannot be read. Throws a RegistryError (UNREACHABLE, REFUSED, BAD_ANSWER) when
   * registry, vault or provider could not tell.
   */
  verify(signer: string, bytes: Uint8Array, signature: string): Promise<boolean>
  /** Like `verify`, and says why not; what `verify` throws is a reason here. */
  explain(signer: string, bytes: Uint8Array, signature: string): Promise<Explanation>
}

export interface SignatureVerifierOptions extends CertifiedKeys {
  /** Says why keys were not taken; without it `explain` knows no `CERTIFICATE_…`. */
  readonly find?: KeyFinder['find']
  /** Asks the providers for their keys. */
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/**
 * Makes a verifier. A signature that none of the known keys of an eName has made is checked
 * against its keys of now before it is refused. Protocol §6.
 */
export function createSignatureVerifier(options: SignatureVerifierOptions): SignatureVerifier {
  async function examine(
    signer: string,
    bytes: Uint8Array,
    signature: string,
  ): Promise<Explanation> {
    // Junk is refused before anybody is asked about it.
    if (signatureCandidates(signature).length === 0) return refused('WRONG_SIGNATURE', UNREADABLE)
    if (!/^https?:/i.test(signer)) return byEName(options, signer, bytes, signature)
    const provider = providerOf(signer)
    if (provider === null) return refused('UNKNOWN_NAME', 'The signer is no address of a key')
    return byProvider(options.fetch, provider, bytes, signature)
  }

  return {
    verify: async (...claim) => (await examine(...claim)).valid,
    async explain(...claim) {
      try {
        return await examine(...claim)
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        return refused('UNREACHABLE', error.message)
      }
    },
  }
}

const UNREADABLE = 'This is no signature in any of the encodings in use'

function refused(reason: RefusalReason, message: string): Explanation {
  return { valid: false, reason, message }
}

/**
 * Whether a signer is a provider that vouches: an http or https URL without credentials and
 * query that ends `/.well-known/jwks.json#<kid>`. Protocol §6.
 */
export function isProviderSigner(signer: string): boolean {
  return providerOf(signer) !== null
}

interface Provider {
  readonly url: URL
  readonly kid: string
}

function providerOf(signer: string): Provider | null {
  const url = signer.length <= LONGEST_SIGNER ? webAddress(signer) : null
  if (!url?.pathname.endsWith(JWKS_PATH) || url.search !== '') return null
  const kid = decodedFragment(url)
  url.hash = ''
  return kid ? { url, kid } : null
}

function decodedFragment({ hash }: URL): string | null {
  try {
    return decodeURIComponent(hash.slice(1))
  } catch {
    return null
  }
}

async function byEName(
  { keysOf, find = findBy(keysOf), now = Date.now }: SignatureVerifierOptions,
  ename: string,
  bytes: Uint8Array,
  signature: string,
): Promise<Explanation> {
  const askedAfter = now()
  const known = await find(ename)
  const verdict = await judge(known, bytes, signature)
  if (verdict.valid) return verdict
  const current = await find(ename, { askedAfter })
  return current === known ? verdict : judge(current, bytes, signature)
}

function findBy(keysOf: CertifiedKeys['keysOf']): KeyFinder['find'] {
  return async (ename, options) => {
    return { isKnown: true, keys: await keysOf(ename, options), refused: [] }
  }
}

/** The nearest miss first. */
const PROBLEMS: readonly (readonly [CertificateProblem, string])[] = [
  ['CERTIFICATE_EXPIRED', 'The certificate of the key has expired'],
  ['CERTIFICATE_FOR_ANOTHER_NAME', 'The certificate of the key is about another eName'],
  ['CERTIFICATE_FROM_UNKNOWN_REGISTRY', 'The certificate of the key is not by our registry'],
]

async function judge(
  { isKnown, keys, refused: notTaken }: KeyFinding,
  bytes: Uint8Array,
  signature: string,
): Promise<Explanation> {
  const signed = (publicKey: string) => verifySignature(publicKey, bytes, signature)
  for (const publicKey of keys) if (await signed(publicKey)) return { valid: true, publicKey }
  if (!isKnown) return refused('UNKNOWN_NAME', 'The registry knows no vault of the signer')
  for (const [problem, message] of PROBLEMS) {
    for (const certificate of notTaken) {
      if (certificate.problem !== problem) continue
      // Where the signer has other keys, this one matters only if it is the one that signed.
      if (keys.length === 0 || (await signed(certificate.publicKey))) {
        return refused(problem, message)
      }
    }
  }
  if (keys.length === 0) return refused('NO_CERTIFICATE', 'The signer has no certified key')
  return refused('WRONG_SIGNATURE', 'None of the keys of the signer has signed this')
}

async function byProvider(
  fetch: SignatureVerifierOptions['fetch'],
  { url, kid }: Provider,
  bytes: Uint8Array,
  signature: string,
): Promise<Explanation> {
  const who = 'The provider of the signature'
  const { data } = jwksAnswer.safeParse(await fetchBoundedJson({ fetch, url, who }))
  if (!data) throw new RegistryError('BAD_ANSWER', `${who} at ${url.host} published no keys`)
  const [key] = data.keys.flatMap((jwk) => ed25519Keys(jwk, kid))
  if (!key) return refused('NO_CERTIFICATE', `${who} at ${url.host} has no such key`)
  // A reading as DER makes no sense here and simply does not verify.
  const isSigned = signatureCandidates(signature).some((raw) => verifyBytes(null, bytes, key, raw))
  if (!isSigned) return refused('WRONG_SIGNATURE', `${who} has not signed this with that key`)
  const publicKey = base58btc.encode(key.export({ format: 'der', type: 'spki' }))
  return { valid: true, publicKey }
}

/** The key in a JWK when it is the one that is wanted, and usable. */
function ed25519Keys(jwk: unknown, kid: string): KeyObject[] {
  const { data } = ed25519Key.safeParse(jwk)
  if (data?.kid !== kid) return []
  try {
    return [createPublicKey({ key: data, format: 'jwk' })]
  } catch {
    return []
  }
}
