import { base64url, importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../test/support/embedded-registry.ts'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { signJwt } from '../w3id/jwt.ts'
import { encodePublicKey } from '../w3id/keys.ts'
import { createRegistryClient, type RegistryClient } from './client.ts'

const registry = await embeddedRegistryPerTest()
const { key } = registry
const otherKey = await makeRegistryKey(key.kid)
const publicKey = encodePublicKey((await makeRegistryKey()).spki)

let client: RegistryClient
beforeEach(() => {
  client = createRegistryClient({ url: registry.url(), secret: SECRET })
})

test('a vault registers, moves and is resolved', async () => {
  expect(await client.resolve('@user-a.w3id')).toBeNull()
  await client.register(ENTRY)
  expect(await client.resolve('USER-A.w3id')).toEqual(ENTRY)
  await client.register({ ...ENTRY, uri: 'http://127.0.0.1:4001' })
  expect(await client.resolve('@user-a.w3id')).toMatchObject({ uri: 'http://127.0.0.1:4001' })
})

test('entropy is what a verified token says', async () => {
  expect(await client.entropy()).toMatch(/^[0-9A-Za-z]{20}$/)
})

test('a platform gets a token that speaks for it, and is listed', async () => {
  const token = await client.platformToken('https://blabsy.example.com')
  expect(await client.verifyPlatformToken(token)).toEqual({
    platform: 'https://blabsy.example.com',
    verified: false,
    exp: expect.any(Number),
  })
  expect(await client.platforms()).toEqual(['https://blabsy.example.com'])
})

test('a certificate is good for its eName, and for no other', async () => {
  const token = await client.keyBindingCertificate({ ename: ENTRY.ename, publicKey })
  const { exp, ...certified } = await client.verifyCertificate(token, 'User-A.w3id')
  expect(certified).toEqual({ publicKey })
  expect(exp).toBeGreaterThan(Date.now() / 1000 + 3500)
  await expect(client.verifyCertificate(token, '@user-b.w3id')).rejects.toMatchObject({
    code: 'INVALID_TOKEN',
    message: expect.stringContaining('another eName'),
  })
})

test('one kind of token is not taken for another', async () => {
  const platform = await client.platformToken('blabsy')
  const certificate = await client.keyBindingCertificate({ ename: ENTRY.ename, publicKey })
  const invalid = { code: 'INVALID_TOKEN', message: expect.stringContaining('another kind') }
  await expect(client.verifyPlatformToken(certificate)).rejects.toMatchObject(invalid)
  await expect(client.verifyCertificate(platform, ENTRY.ename)).rejects.toMatchObject(invalid)
})

test('a certificate for something that is no key is not taken', async () => {
  const payload = { ename: ENTRY.ename, publicKey: 'zNoKey' }
  const token = await signJwt({ kid: key.kid, payload, lifetimeSeconds: 60 }, key.sign)
  await expect(client.verifyCertificate(token, ENTRY.ename)).rejects.toMatchObject({
    code: 'INVALID_TOKEN',
  })
})

test('tokens go on being verified while the registry is down', async () => {
  const token = await client.platformToken('blabsy')
  await client.verifyPlatformToken(token)
  await registry.close()
  expect(await client.verifyPlatformToken(token)).toEqual({
    platform: 'blabsy',
    verified: false,
    exp: expect.any(Number),
  })
  await expect(client.resolve('@a')).rejects.toMatchObject({ code: 'UNREACHABLE' })
  const stranger = createRegistryClient({ url: registry.url() })
  await expect(stranger.verifyPlatformToken(token)).rejects.toMatchObject({ code: 'UNREACHABLE' })
})

test('a wrong or missing secret is refused, and is not repeated in the message', async () => {
  const wrong = createRegistryClient({ url: registry.url(), secret: 'guessed-secret' })
  const none = createRegistryClient({ url: registry.url() })
  for (const [asking, words] of [
    [wrong, 'does not accept our shared secret'],
    [none, 'no shared secret is configured'],
  ] as const) {
    for (const call of [
      () => asking.register(ENTRY),
      () => asking.keyBindingCertificate({ ename: ENTRY.ename, publicKey }),
    ]) {
      const error = await call().catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'REFUSED', message: expect.stringContaining(words) })
      expect(String(error)).not.toContain('guessed')
    }
  }
  expect(await client.resolve(ENTRY.ename)).toBeNull()
})

test('what a registry says of an error is told, but not when it repeats the secret', async () => {
  const secret = 'guessed-secret'
  const asked = (words: string) =>
    createRegistryClient({
      ...{ url: 'https://registry.example', secret },
      fetch: async () => Response.json({ error: words }, { status: 422 }),
    }).register(ENTRY)
  await expect(asked('Your plan\u202e has no\naddresses left.')).rejects.toThrow(
    'status 422. It said: “Your plan has no addresses left.”',
  )
  await expect(asked(`Bearer ${secret} is unknown`)).rejects.toThrow(/status 422$/)
})

const anHour = { payload: { platform: 'blabsy' }, lifetimeSeconds: 3600 }
const privateKey = () => importJWK(key.privateJwk, 'ES256')
test.each([
  [
    'an expired token',
    'expired',
    () => signJwt({ kid: key.kid, ...anHour, now: new Date(Date.now() - 3_601_000) }, key.sign),
  ],
  [
    'a token that never expires',
    'not issued',
    async () =>
      new SignJWT({ platform: 'blabsy' })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid })
        .sign(await privateKey()),
  ],
  [
    'a token of a foreign key',
    'not issued',
    () => signJwt({ kid: key.kid, ...anHour }, otherKey.sign),
  ],
  [
    'a token of an unknown key',
    'not issued',
    () => signJwt({ kid: 'unknown', ...anHour }, key.sign),
  ],
  [
    'an unsigned token',
    'not issued',
    async () => new UnsecuredJWT({ platform: 'blabsy' }).setExpirationTime('1h').encode(),
  ],
  [
    'a token signed with the public key as an HS256 secret',
    'not issued',
    () =>
      new SignJWT({ platform: 'blabsy' })
        .setProtectedHeader({ alg: 'HS256', kid: key.kid })
        .setExpirationTime('1h')
        .sign(key.spki),
  ],
  [
    'a changed token',
    'not issued',
    async () => {
      const [header, , signature] = (await signJwt({ kid: key.kid, ...anHour }, key.sign)).split(
        '.',
      )
      const payload = base64url.encode(JSON.stringify({ platform: 'evil', exp: 9e9 }))
      return `${header}.${payload}.${signature}`
    },
  ],
  ['no token', 'not issued', async () => 'hello'],
  ['nothing', 'not issued', async () => ''],
])('%s is refused', async (_what, words, make) => {
  const token = await make()
  const error = await client.verifyPlatformToken(token).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'INVALID_TOKEN', message: expect.stringContaining(words) })
  if (token) expect(String(error)).not.toContain(token)
})

test.each(['', 'registry', 'ftp://registry', 'file:///etc', 'http://user:password@registry'])(
  '%j is no address of a registry',
  (url) => {
    expect(() => createRegistryClient({ url })).toThrow('must be an http or https URL')
  },
)

test('a secret that no header can carry is refused without being quoted', () => {
  for (const secret of ['two words', 'line\nbreak', 'ü']) {
    const create = () => createRegistryClient({ url: 'http://127.0.0.1:1', secret })
    expect(create).toThrow('printable ASCII')
    expect(create).not.toThrow(secret)
  }
})
