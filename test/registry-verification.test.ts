import { createServer, type Server } from 'node:http'
import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64, base64pad } from 'multiformats/bases/base64'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCertifiedKeys, type KeyFinder } from '../src/registry/certified-keys.ts'
import { createRegistryClient, type RegistryClient } from '../src/registry/client.ts'
import { createPersonTokenVerifier } from '../src/registry/person-token.ts'
import {
  createSignatureVerifier,
  type SignatureVerifier,
} from '../src/registry/signature-verifier.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { encodePublicKey } from '../src/w3id/keys.ts'
import { embeddedRegistryPerTest, SECRET } from './support/embedded-registry.ts'
import { listenOn } from './support/listen.ts'
import { makeRegistryKey } from './support/registry-key.ts'

const NAME = '@user-a.w3id'
const bytes = new TextEncoder().encode('{"data":{"n":1},"subject":"@user-b.w3id","type":"self"}')
const [oldKey, newKey, strangeKey] = await Promise.all([
  makeRegistryKey(),
  makeRegistryKey(),
  makeRegistryKey(),
])
type Key = typeof oldKey

const registry = await embeddedRegistryPerTest()
let vault: Server
let uri: string
let asked: number
/** What the vault of NAME shows. */
let certificates: string[]
let client: RegistryClient
let clock: number
let keys: KeyFinder
let verifier: SignatureVerifier

beforeEach(async () => {
  asked = 0
  certificates = []
  vault = createServer(({ url, headers }, response) => {
    asked += 1
    const isMine = url === '/whois' && headers['x-ename'] === NAME
    const body = { w3id: NAME, evaultId: null, keyBindingCertificates: certificates }
    response.writeHead(isMine ? 200 : 404).end(JSON.stringify(body))
  })
  uri = await listen(vault)
  client = createRegistryClient({ url: registry.url(), secret: SECRET })
  clock = Date.now()
  const now = () => clock
  keys = createCertifiedKeys({ registry: client, fetch, now })
  verifier = createSignatureVerifier({ ...keys, fetch, now })
})
afterEach(() => {
  vault.closeAllConnections()
  vault.close()
})

async function listen(server: Server): Promise<string> {
  return `http://127.0.0.1:${await listenOn(server)}`
}
const register = (at = uri) => client.register({ ename: NAME, uri: at, evault: '@vault' })
const certify = (key: Key, ename = NAME) =>
  client.keyBindingCertificate({ ename, publicKey: encodePublicKey(key.spki) })
/** A certificate as the registry issues it, by whatever key and at whatever time. */
const issued = (key: Key, signer: Key, secondsAgo = 0) =>
  signJwt(
    {
      kid: registry.key.kid,
      payload: { ename: NAME, publicKey: encodePublicKey(key.spki) },
      lifetimeSeconds: 3600,
      now: new Date(Date.now() - secondsAgo * 1000),
    },
    signer.sign,
  )
const signedBy = async ({ sign }: Key) => base64pad.baseEncode(await sign(bytes))
const explain = async (key: Key) => verifier.explain(NAME, bytes, await signedBy(key))
const refusal = (reason: string) => ({ valid: false, reason, message: expect.any(String) })

/** A raw signature as DER: two positive INTEGERs in their shortest form. */
function toDer(raw: Uint8Array): Uint8Array {
  const integer = (half: Uint8Array) => {
    const digits = half.subarray(half.findIndex((byte) => byte !== 0))
    const content = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : [...digits]
    return [0x02, content.length, ...content]
  }
  const content = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))]
  return Uint8Array.from([0x30, content.length, ...content])
}

describe('a signature by a certified key verifies', () => {
  const encodings: [string, (raw: Uint8Array) => string][] = [
    ['base64', (signature) => base64pad.baseEncode(signature)],
    ['base64 without padding', (signature) => base64.baseEncode(signature)],
    ['multibase z', (signature) => base58btc.encode(signature)],
    ['multibase m', (signature) => base64.encode(signature)],
    ['multibase f', (signature) => base16.encode(signature)],
  ]
  test.each(encodings)('in %s, of raw r‖s and of DER', async (_what, encode) => {
    await register()
    certificates = [await certify(newKey), await certify(oldKey)]
    for (let times = 0; times < 5; times += 1) {
      const raw = await oldKey.sign(bytes)
      for (const signature of [raw, toDer(raw)]) {
        expect(await verifier.explain('User-A.w3id', bytes, encode(signature))).toEqual({
          valid: true,
          publicKey: encodePublicKey(oldKey.spki),
        })
        expect(await verifier.verify(NAME, bytes, encode(signature))).toBe(true)
        expect(await verifier.verify(NAME, bytes.subarray(1), encode(signature))).toBe(false)
      }
    }
  })

  test('with the key certified in each of its encodings', async () => {
    await register()
    const point = oldKey.spki.subarray(-65)
    for (const key of [oldKey.spki, point]) {
      for (const publicKey of [base58btc.encode(key), base64.encode(key), base16.encode(key)]) {
        keys.forget(NAME)
        certificates = [await client.keyBindingCertificate({ ename: NAME, publicKey })]
        expect(await explain(oldKey)).toEqual({ valid: true, publicKey })
      }
    }
  })

  test('after the registry has changed its key', async () => {
    const keychain = [registry.key, await makeRegistryKey('entropy-key-2')]
    await registry.restart({ signer: async (number) => keychain[number - 1] ?? registry.key })
    client = createRegistryClient({ url: registry.url(), secret: SECRET })
    keys = createCertifiedKeys({ registry: client, fetch })
    verifier = createSignatureVerifier({ ...keys, fetch })
    await register()
    certificates = [await certify(oldKey)]
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    await registry.call('/keys/rotate', { method: 'POST', secret: SECRET })
    certificates = [...certificates, await certify(newKey)]
    expect(await explain(newKey)).toMatchObject({ valid: true })
    expect(await explain(oldKey)).toMatchObject({ valid: true })
  })

  test('while the registry is away, once it was asked', async () => {
    await register()
    certificates = [await certify(oldKey)]
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    await registry.close()
    clock += 61_000
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    expect(asked).toBe(2)
    await registry.restart()
  })
})

describe('a signature is refused with its reason', () => {
  test('when nobody knows the name, or it is none', async () => {
    expect(await explain(oldKey)).toEqual(refusal('UNKNOWN_NAME'))
    const signature = await signedBy(oldKey)
    for (const signer of ['@', '', 'https://provider.example/keys#1']) {
      expect(await verifier.explain(signer, bytes, signature)).toEqual(refusal('UNKNOWN_NAME'))
    }
  })

  test('when it is said to be by a vault, although that leads to the name that signed', async () => {
    await register()
    await client.register({ ename: NAME, uri, evault: '@vault-2' })
    certificates = [await certify(oldKey)]
    expect(await client.resolve('@vault')).toMatchObject({ ename: NAME })
    const signature = await signedBy(oldKey)
    expect(await verifier.explain('@vault', bytes, signature)).toEqual(refusal('UNKNOWN_NAME'))
    expect(asked).toBe(0)
  })

  test('when the vault shows no certificate', async () => {
    await register()
    certificates = ['no certificate']
    expect(await explain(oldKey)).toEqual(refusal('NO_CERTIFICATE'))
  })

  test.each<[string, () => Promise<string>]>([
    ['CERTIFICATE_EXPIRED', () => issued(oldKey, registry.key, 3601)],
    ['CERTIFICATE_FOR_ANOTHER_NAME', () => certify(oldKey, '@user-c.w3id')],
    ['CERTIFICATE_FROM_UNKNOWN_REGISTRY', () => issued(oldKey, strangeKey)],
  ])('%s, whether or not the signer has a key that holds', async (reason, make) => {
    await register()
    certificates = [await make()]
    expect(await explain(oldKey)).toEqual(refusal(reason))
    expect(await verifier.verify(NAME, bytes, await signedBy(oldKey))).toBe(false)

    keys.forget(NAME)
    certificates = [await certify(newKey), await make()]
    expect(await explain(oldKey)).toEqual(refusal(reason))
    expect(await explain(strangeKey)).toEqual(refusal('WRONG_SIGNATURE'))
    expect(await explain(newKey)).toMatchObject({ valid: true })
  })

  test('when it is of other bytes, by another key, or cannot be read', async () => {
    await register()
    certificates = [await certify(oldKey)]
    const other = base64pad.baseEncode(await oldKey.sign(bytes.subarray(1)))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    for (const signature of [other, await signedBy(newKey), base16.baseEncode(hash), 'junk', '']) {
      expect(await verifier.explain(NAME, bytes, signature)).toEqual(refusal('WRONG_SIGNATURE'))
    }
  })

  test('when vault or registry cannot be asked; verify says the same by throwing', async () => {
    await register('http://127.0.0.1:1')
    expect(await explain(oldKey)).toEqual(refusal('UNREACHABLE'))
    await expect(verifier.verify(NAME, bytes, await signedBy(oldKey))).rejects.toMatchObject({
      code: 'UNREACHABLE',
    })
    await registry.close()
    const signature = await signedBy(oldKey)
    const explained = await verifier.explain('@user-c.w3id', bytes, signature)
    expect(explained).toEqual(refusal('UNREACHABLE'))
    await registry.restart()
  })
})

describe('keys that change', () => {
  beforeEach(async () => {
    await register()
    certificates = [await certify(oldKey)]
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    clock += 1000
  })

  test('a new key verifies at once, although the old ones are still known', async () => {
    certificates = [await certify(newKey)]
    expect(await explain(newKey)).toMatchObject({ valid: true })
    expect(await explain(oldKey)).toEqual(refusal('WRONG_SIGNATURE'))
    expect(asked).toBe(2)
  })

  test('wrong signatures make the vault be asked once in 5 s only', async () => {
    for (let times = 0; times < 10; times += 1) {
      expect(await explain(strangeKey)).toEqual(refusal('WRONG_SIGNATURE'))
    }
    expect(asked).toBe(2)
    clock += 4999
    await explain(strangeKey)
    expect(asked).toBe(2)
    clock += 1
    certificates = [await certify(newKey)]
    expect(await explain(newKey)).toMatchObject({ valid: true })
    expect(asked).toBe(3)
  })

  test('many wrong ones at once are answered by one question', async () => {
    await Promise.all(Array.from({ length: 20 }, () => explain(strangeKey)))
    expect(asked).toBe(2)
  })

  test('a revoked key stops once the name is forgotten, and by itself after 60 s', async () => {
    certificates = [await certify(newKey)]
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    keys.forget('USER-A.w3id')
    expect(await explain(oldKey)).toEqual(refusal('WRONG_SIGNATURE'))
    certificates = [await certify(strangeKey)]
    clock += 60_000
    expect(await explain(newKey)).toEqual(refusal('WRONG_SIGNATURE'))
  })

  test('a vault that cannot be asked anew leaves what is known', async () => {
    vault.closeAllConnections()
    await new Promise((done) => vault.close(done))
    expect(await explain(strangeKey)).toEqual(refusal('WRONG_SIGNATURE'))
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    await listen(vault)
  })

  test('a vault that has moved is found at its new address', async () => {
    const moved = createServer((_request, response) =>
      response.end(JSON.stringify({ keyBindingCertificates: certificates })),
    )
    const at = await listen(moved)
    // By somebody else: our client still has the old address.
    await createRegistryClient({ url: registry.url(), secret: SECRET }).register({
      ...{ ename: NAME, uri: at, evault: '@vault' },
    })
    vault.closeAllConnections()
    await new Promise((done) => vault.close(done))
    clock += 61_000
    expect(await explain(oldKey)).toMatchObject({ valid: true })
    moved.closeAllConnections()
    moved.close()
    await listen(vault)
  })

  test('a person’s token by a new key is believed at once', async () => {
    const verify = createPersonTokenVerifier({ keysOf: keys.keysOf, now: () => clock })
    const token = (key: Key) =>
      signJwt(
        { kid: 'k', payload: { iss: NAME, aud: '@me' }, lifetimeSeconds: 60, now: new Date(clock) },
        key.sign,
      )
    expect(await verify(await token(oldKey), ['@me'])).toMatchObject({ ename: NAME })
    certificates = [await certify(newKey)]
    expect(await verify(await token(newKey), ['@me'])).toMatchObject({ ename: NAME })
    await expect(verify(await token(oldKey), ['@me'])).rejects.toMatchObject({
      code: 'INVALID_TOKEN',
    })
  })
})
