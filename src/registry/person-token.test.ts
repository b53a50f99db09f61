import { base64url, importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { signJwt } from '../w3id/jwt.ts'
import { encodePublicKey } from '../w3id/keys.ts'
import { RegistryError } from './errors.ts'
import { createPersonTokenVerifier, issuerOf } from './person-token.ts'

const NAME = '@user-b.w3id'
const VAULT = '@user-a.w3id'
const [oldKey, key, otherKey] = await Promise.all([
  makeRegistryKey(),
  makeRegistryKey(),
  makeRegistryKey(),
])
const now = Math.floor(Date.now() / 1000)

let asked: string[]
beforeEach(() => {
  asked = []
})
const verify = createPersonTokenVerifier({
  now: () => now * 1000,
  keysOf: async (ename) => {
    asked.push(ename)
    if (ename === '@down') throw new RegistryError('UNREACHABLE', 'The registry is down')
    return ename === NAME ? [oldKey, key].map(({ spki }) => encodePublicKey(spki)) : []
  },
})

const CLAIMS = { iss: NAME, aud: VAULT, iat: now, exp: now + 600 }
const HEADER = { alg: 'ES256', typ: 'JWT' }

/** A token with exactly these claims, signed by the person's key whatever the header says. */
async function token(claims: object = {}, header: object = HEADER, signer = key): Promise<string> {
  const signed = [header, { ...CLAIMS, ...claims }]
    .map((part) => base64url.encode(JSON.stringify(part)))
    .join('.')
  const signature = await signer.sign(new TextEncoder().encode(signed))
  return `${signed}.${base64url.encode(signature)}`
}

describe('a good token', () => {
  test.each<[string, object]>([
    ['as it should be', {}],
    ['with names in other forms', { iss: 'User-B.W3ID', aud: 'USER-A.w3id' }],
    ['for several', { aud: ['https://other.example', '', VAULT] }],
    ['of a clock that is ahead', { iat: now + 60, exp: now + 660 }],
    ['in its last second', { iat: now - 599, exp: now + 1 }],
  ])('%s', async (_what, claims) => {
    const { exp } = { ...CLAIMS, ...claims }
    expect(await verify(await token(claims), ['@x', VAULT])).toEqual({
      ...{ ename: NAME, publicKey: encodePublicKey(key.spki), exp },
    })
    expect(asked).toEqual([NAME])
  })

  test('by any key of the person, as signJwt makes it', async () => {
    const content = { kid: 'any', payload: { iss: NAME, aud: VAULT }, lifetimeSeconds: 300 }
    for (const { sign, spki } of [oldKey, key]) {
      const signed = await signJwt({ ...content, now: new Date(now * 1000) }, sign)
      expect(await verify(signed, [VAULT])).toEqual({
        ...{ ename: NAME, publicKey: encodePublicKey(spki), exp: now + 300 },
      })
    }
  })
})

describe('refused before anybody is asked', () => {
  const privateKey = () => importJWK(key.privateJwk, 'ES256')
  test.each<[string, string, () => Promise<string>]>([
    ['expired', 'The token has expired', () => token({ iat: now - 600, exp: now })],
    ['for somebody else', 'somebody else', () => token({ aud: '@user-c.w3id' })],
    ['for nobody', 'aud', () => token({ aud: undefined })],
    ['for an empty list', 'somebody else', () => token({ aud: [] })],
    ['for something odd', 'aud', () => token({ aud: [7] })],
    ['too long', 'longer than 10 minutes', () => token({ exp: now + 601 })],
    ['iat in the future', 'not valid yet', () => token({ iat: now + 61 })],
    ['nbf in the future', 'not valid yet', () => token({ nbf: now + 61 })],
    ['without iat', 'iat', () => token({ iat: undefined })],
    ['without exp', 'exp', () => token({ exp: undefined })],
    ['with a date for exp', 'exp', () => token({ exp: '2099-01-01' })],
    ['without iss', 'iss', () => token({ iss: undefined })],
    ['with an iss that is no eName', 'iss', () => token({ iss: '@' })],
    ['alg none', 'ES256', async () => new UnsecuredJWT(CLAIMS).encode()],
    ['alg none, yet signed', 'ES256', () => token({}, { alg: 'none' })],
    [
      'HS256 with the public key as its secret',
      'ES256',
      () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256' }).sign(key.spki),
    ],
    ['another algorithm', 'ES256', () => token({}, { alg: 'ES384' })],
    [
      'a header that asks for more',
      'ES256',
      () => token({}, { ...HEADER, crit: ['b64'], b64: false }),
    ],
    [
      'a platform token',
      'iss',
      async () =>
        new SignJWT({ platform: 'blabsy', iat: now, exp: now + 60 })
          .setProtectedHeader({ alg: 'ES256' })
          .sign(await privateKey()),
    ],
    ['huge', 'too long', () => token({ more: 'x'.repeat(9000) })],
    ['no token', 'no JWT', async () => 'hello'],
    ['nothing', 'no JWT', async () => ''],
    ['dots', 'no JWT', async () => '..'],
  ])('%s', async (_what, words, make) => {
    const made = await make()
    const error = await verify(made, [VAULT]).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RegistryError)
    expect(error).toMatchObject({ code: 'INVALID_TOKEN', message: expect.stringContaining(words) })
    if (made.length > 2) expect(String(error)).not.toContain(made)
    expect(asked).toEqual([])
  })

  test('where nobody is an audience', async () => {
    for (const audiences of [[], ['', '@', 'a\nb']]) {
      await expect(verify(await token({ aud: '' }), audiences)).rejects.toMatchObject({
        code: 'INVALID_TOKEN',
      })
    }
  })
})

describe('refused by its signature', () => {
  const notSigned = {
    code: 'INVALID_TOKEN',
    message: 'The token is not signed with a key certified for its issuer',
  }

  test.each<[string, () => Promise<string>]>([
    ['by the key of another person', () => token({}, HEADER, otherKey)],
    ['of a person without keys', () => token({ iss: '@user-c.w3id' })],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await token()).split('.')
        const payload = base64url.encode(JSON.stringify({ ...CLAIMS, exp: now + 1 }))
        return `${header}.${payload}.${signature}`
      },
    ],
    ['whose signature is missing', async () => (await token()).replace(/[^.]*$/, '')],
    ['whose signature is cut', async () => (await token()).slice(0, -4)],
    // `jwk` in the header is the key of whoever made it.
    ['that brings its own key', () => token({}, { ...HEADER, jwk: otherKey.publicJwk }, otherKey)],
  ])('%s', async (_what, make) => {
    await expect(verify(await make(), [VAULT])).rejects.toMatchObject(notSigned)
  })

  test('not knowing is not refusing', async () => {
    await expect(verify(await token({ iss: '@down' }), [VAULT])).rejects.toMatchObject({
      code: 'UNREACHABLE',
    })
  })
})

test('issuerOf reads iss, verified or not, and nothing else', async () => {
  expect(issuerOf(await token({ exp: 0 }))).toBe(NAME)
  expect(issuerOf(await token({ iss: undefined, platform: 'blabsy' }))).toBeNull()
  expect(issuerOf(await token({ iss: 7 }))).toBeNull()
  for (const none of ['', 'a', 'a.b.c', '..', `${await token()}.a.b`, 'x'.repeat(10_000)]) {
    expect(issuerOf(none)).toBeNull()
  }
})
