import { createPublicKey, type KeyObject, verify as verifyBytes } from 'node:crypto'
import { z } from 'zod'
import { signatureCandidates, verifySignature } from '../w3id/signatures.ts'
import { fetchBoundedJson, webAddress } from './bounded-fetch.ts'
import type { CertifiedKeys } from './certified-keys.ts'
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

/** Verifies signatures by who is said to have made them. */
export interface SignatureVerifier {
  /**
   * Whether the signer signed these bytes. A signer is an eName, by any key certified for it, or
   * the address of a provider's key (`isProviderSigner`), by Ed25519. False for every signer and
   * signature that cannot be read. Throws a RegistryError (UNREACHABLE, REFUSED, BAD_ANSWER) when
   * registry, vault or provider could not tell.
   */
  verify(signer: string, bytes: Uint8Array, signature: string): Promise<boolean>
}

export interface SignatureVerifierOptions extends CertifiedKeys {
  /** Asks the providers for their keys. */
  readonly fetch: typeof globalThis.fetch
}

/** Makes a verifier. Protocol §6. */
export function createSignatureVerifier(options: SignatureVerifierOptions): SignatureVerifier {
  return {
    async verify(signer, bytes, signature) {
      // Junk is refused before anybody is asked about it.
      if (signatureCandidates(signature).length === 0) return false
      if (!/^https?:/i.test(signer)) return isByEName(options, signer, bytes, signature)
      const provider = providerOf(signer)
      return provider !== null && isByProvider(options.fetch, provider, bytes, signature)
    },
  }
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

async function isByEName(
  { keysOf }: CertifiedKeys,
  ename: string,
  bytes: Uint8Array,
  signature: string,
): Promise<boolean> {
  for (const key of await keysOf(ename)) {
    if (await verifySignature(key, bytes, signature)) return true
  }
  return false
}

async function isByProvider(
  fetch: SignatureVerifierOptions['fetch'],
  { url, kid }: Provider,
  bytes: Uint8Array,
  signature: string,
): Promise<boolean> {
  const who = 'The provider of the signature'
  const { data } = jwksAnswer.safeParse(await fetchBoundedJson({ fetch, url, who }))
  if (!data) throw new RegistryError('BAD_ANSWER', `${who} at ${url.host} published no keys`)
  const [key] = data.keys.flatMap((jwk) => ed25519Keys(jwk, kid))
  // A reading as DER makes no sense here and simply does not verify.
  return (
    key !== undefined &&
    signatureCandidates(signature).some((raw) => verifyBytes(null, bytes, key, raw))
  )
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
