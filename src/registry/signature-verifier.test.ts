import { createServer, type ServerResponse } from 'node:http'
import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64url } from 'multiformats/bases/base64'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { encodePublicKey } from '../w3id/keys.ts'
import { encodeSignature } from '../w3id/signatures.ts'
import { RegistryError } from './errors.ts'
import { createSignatureVerifier, isProviderSigner } from './signature-verifier.ts'

const NAME = '@user-a.w3id'
const bytes = new TextEncoder().encode('{"data":{},"subject":"@a","type":"self"}')
const tampered = new TextEncoder().encode('{"data":{},"subject":"@b","type":"self"}')

const [oldKey, newKey, otherKey] = await Promise.all([
  makeRegistryKey(),
  makeRegistryKey(),
  makeRegistryKey(),
])

async function makeProviderKey(kid: string) {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('no pair')
  const { privateKey, publicKey } = pair
  return {
    jwk: { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid },
    sign: async (content: Uint8Array) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, Uint8Array.from(content))),
  }
}
const provider = await makeProviderKey('key 1')
const secondKey = await makeProviderKey('key-2')

let answer: (response: ServerResponse) => void
let asked: (string | undefined)[]
const server = createServer((request, response) => {
  asked.push(request.url)
  answer(response)
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

let askedNames: string[]
beforeEach(() => {
  asked = []
  askedNames = []
  answer = (response) => {
    const keys = [null, { kid: 'key 1', kty: 'EC' }, secondKey.jwk, provider.jwk]
    response.end(JSON.stringify({ keys }))
  }
})

const { verify } = createSignatureVerifier({
  fetch,
  keysOf: async (ename) => {
    askedNames.push(ename)
    if (ename === '@down') throw new RegistryError('UNREACHABLE', 'The registry is down')
    return ename === NAME ? [oldKey, newKey].map(({ spki }) => encodePublicKey(spki)) : []
  },
})

describe('an eName', () => {
  test('signs with any of its keys, and with no other', async () => {
    for (const { sign } of [oldKey, newKey]) {
      const signature = encodeSignature(await sign(bytes))
      expect(await verify(NAME, bytes, signature)).toBe(true)
      expect(await verify(NAME, tampered, signature)).toBe(false)
      expect(await verify('@user-b.w3id', bytes, signature)).toBe(false)
    }
    expect(await verify(NAME, bytes, encodeSignature(await otherKey.sign(bytes)))).toBe(false)
  })

  test('has not signed by giving the hash', async () => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    expect(await verify(NAME, bytes, base16.baseEncode(hash))).toBe(false)
  })

  test('is not asked for when the signature cannot be read, and its failure is told', async () => {
    expect(await verify('@down', bytes, 'junk')).toBe(false)
    expect(askedNames).toEqual([])
    const signature = encodeSignature(await newKey.sign(bytes))
    await expect(verify('@down', bytes, signature)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })
})

describe('a provider', () => {
  const signer = (kid = 'key%201') => `${base}/vault/.well-known/jwks.json#${kid}`

  test('vouches with the key that is named', async () => {
    const raw = await provider.sign(bytes)
    const texts = [base64url.baseEncode(raw), base58btc.encode(raw), base16.encode(raw)]
    for (const text of [encodeSignature(raw), ...texts]) {
      expect(await verify(signer(), bytes, text)).toBe(true)
    }
    const signature = encodeSignature(raw)
    expect(await verify(signer(), tampered, signature)).toBe(false)
    expect(await verify(signer('key-2'), bytes, signature)).toBe(false)
    expect(await verify(signer('key-3'), bytes, signature)).toBe(false)
    expect(new Set(asked)).toEqual(new Set(['/vault/.well-known/jwks.json']))
  })

  test.each<[string, object]>([
    ['of another type', { ...otherKey.publicJwk, kid: 'key-2' }],
    ['of another curve', { ...secondKey.jwk, crv: 'X25519' }],
    ['cut short', { ...secondKey.jwk, x: 'AAAA' }],
  ])('does not vouch with a key %s', async (_what, jwk) => {
    answer = (response) => response.end(JSON.stringify({ keys: [jwk] }))
    const signature = encodeSignature(await secondKey.sign(bytes))
    expect(await verify(signer('key-2'), bytes, signature)).toBe(false)
  })

  test.each<[string, string, (response: ServerResponse) => void]>([
    ['no keys', 'BAD_ANSWER', (response) => response.end('[]')],
    ['too much', 'BAD_ANSWER', (response) => response.end(' '.repeat(70_000))],
    ['an error status', 'REFUSED', (response) => response.writeHead(404).end()],
    ['a redirect', 'UNREACHABLE', (response) => response.writeHead(302, { location: '/b' }).end()],
    ['nothing', 'UNREACHABLE', (response) => response.socket?.destroy()],
  ])('that answers with %s leaves it unknown', async (_what, code, badAnswer) => {
    answer = badAnswer
    const signature = encodeSignature(await provider.sign(bytes))
    await expect(verify(signer(), bytes, signature)).rejects.toMatchObject({ code })
    expect(asked).toHaveLength(1)
  })

  test('is told from an eName by its address', async () => {
    expect(isProviderSigner('https://provider.example/.well-known/jwks.json#key-1')).toBe(true)
    expect(isProviderSigner('HTTP://provider.example/a/.well-known/jwks.json#a')).toBe(true)
    expect(isProviderSigner(NAME)).toBe(false)
    const endless = `https://provider.example/${'a'.repeat(2048)}/.well-known/jwks.json#key-1`
    expect(isProviderSigner(endless)).toBe(false)
  })

  test.each([
    'https://provider.example/.well-known/jwks.json',
    'https://provider.example/.well-known/jwks.json#',
    'https://provider.example/.well-known/jwks.json#%',
    'https://provider.example/.well-known/jwks.json?a=b#key-1',
    'https://provider.example/.well-known/jwks.json/more#key-1',
    'https://provider.example/jwks.json#key-1',
    'https://user:password@provider.example/.well-known/jwks.json#key-1',
    'ftp://provider.example/.well-known/jwks.json#key-1',
    'https://',
  ])('is not %s', async (address) => {
    expect(isProviderSigner(address)).toBe(false)
    const signature = encodeSignature(await provider.sign(bytes))
    expect(await verify(address, bytes, signature)).toBe(false)
  })
})
