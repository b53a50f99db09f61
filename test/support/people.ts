import { webcrypto } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { canonicalJson } from '../../src/w3id/canonical-json.ts'
import { signJwt } from '../../src/w3id/jwt.ts'
import { encodePublicKey } from '../../src/w3id/keys.ts'
import { call } from './call.ts'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

type Signer = (bytes: Uint8Array) => Promise<Uint8Array>

/** Somebody with a key. */
export interface Person {
  readonly ename: string
  /** Signs a binding document. */
  sign(document: object): Promise<{ signer: string; signature: string; timestamp: string }>
  /** The headers of a request this person makes of a vault. */
  headers(vault: { ename: string }): Promise<{ authorization: string }>
}

/** People whose keys the registry of a test vault has certified, on a vault server of theirs. */
export interface People extends AsyncDisposable {
  /** A new person; `certified: false` is registered, but has no key binding certificate. */
  meet(ename: string, options?: { certified?: boolean }): Promise<Person>
  /** A provider that vouches with an Ed25519 key: its `ename` is the URL of that key. */
  provider(): Promise<Person>
}

/** @param it where the registry of a vault is, and its secret */
export async function openPeople(it: {
  readonly vault: { readonly registry: { readonly url: string; readonly secret: string | null } }
}): Promise<People> {
  const { registry } = it.vault
  const certificates = new Map<string, string>()
  const providerKeys: object[] = []
  const server = createServer((request, response) => {
    const certificate = certificates.get(String(request.headers['x-ename']))
    const keyBindingCertificates = certificate === undefined ? [] : [certificate]
    const isWhois = request.url === '/whois'
    const answer = isWhois ? { keyBindingCertificates } : { keys: providerKeys }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const askRegistry = (path: string, body: object) =>
    call(`${registry.url}${path}`, {
      body,
      headers: { authorization: `Bearer ${registry.secret}` },
    })

  return {
    async meet(ename, { certified = true } = {}) {
      const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
      await askRegistry('/register', { ename, uri, evault: `${ename}-vault` })
      if (certified) {
        const spki = new Uint8Array(await subtle.exportKey('spki', pair.publicKey))
        const body = { ename, publicKey: encodePublicKey(spki) }
        certificates.set(ename, (await askRegistry('/key-binding-certificate', body)).json.token)
      }
      return person(ename, signerOf(pair.privateKey))
    },
    async provider() {
      const algorithm = { name: 'Ed25519' }
      const pair = (await subtle.generateKey(algorithm, true, ['sign', 'verify'])) as {
        privateKey: webcrypto.CryptoKey
        publicKey: webcrypto.CryptoKey
      }
      const kid = `key-${providerKeys.length}`
      providerKeys.push({ ...(await subtle.exportKey('jwk', pair.publicKey)), kid })
      return person(
        `${uri}/.well-known/jwks.json#${kid}`,
        async (bytes) => new Uint8Array(await subtle.sign(algorithm, pair.privateKey, bytes)),
      )
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The owner of a test vault, with the key out of its keychain. */
export async function ownerOf(
  { vault }: { readonly vault: { readonly ename: string } },
  secrets: ReadonlyMap<string, string>,
): Promise<Person> {
  return person(vault.ename, await ownerSigner(secrets))
}

/** Signs bytes with the owner's key of a test vault, out of its keychain. */
export async function ownerSigner(secrets: ReadonlyMap<string, string>): Promise<Signer> {
  const [, secret = ''] = [...secrets].find(([name]) => name.endsWith('/owner')) ?? []
  const pkcs8 = Buffer.from(secret, 'base64')
  return signerOf(await subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']))
}

function signerOf(key: webcrypto.CryptoKey): Signer {
  return async (bytes) => new Uint8Array(await subtle.sign(ecdsa, key, bytes))
}

function person(ename: string, sign: Signer): Person {
  return {
    ename,
    async sign(document) {
      const raw = await sign(Buffer.from(canonicalJson(document)))
      const signature = Buffer.from(raw).toString('base64')
      return { signer: ename, signature, timestamp: '2025-01-24T11:00:00Z' }
    },
    async headers({ ename: aud }) {
      const payload = { iss: ename, aud }
      const token = await signJwt({ kid: 'a-key', payload, lifetimeSeconds: 300 }, sign)
      return { authorization: `Bearer ${token}` }
    },
  }
}
