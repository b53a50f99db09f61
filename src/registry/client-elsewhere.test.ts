import { createServer, type Server } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ENTRY, SECRET } from '../../test/support/embedded-registry.ts'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { signJwt } from '../w3id/jwt.ts'
import { createRegistryClient, type RegistryClient } from './client.ts'

const key = await makeRegistryKey('registry-key-1')
const otherKey = await makeRegistryKey('registry-key-1')

/** What reached a registry of another make, which answers whatever the test says. */
interface Received {
  method: string | undefined
  path: string | undefined
  authorization: string | undefined
  body: string
}
let server: Server
let client: RegistryClient
let received: Received[]
let answers: Record<
  string,
  { status?: number; body?: unknown; headers?: Record<string, string> } | null
>

beforeEach(async () => {
  received = []
  answers = {}
  server = createServer(async (request, response) => {
    const { method, url: path, headers } = request
    const body = (await request.toArray()).join('')
    received.push({ method, path, authorization: headers.authorization, body })
    const answer = answers[`${method} ${path}`]
    if (answer === null) return
    const content = answer?.body ?? { error: 'no such thing' }
    response.writeHead(answer?.status ?? (answer ? 200 : 404), answer?.headers)
    response.end(typeof content === 'string' ? content : JSON.stringify(content))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  client = createRegistryClient({
    url: `http://127.0.0.1:${port}/base`,
    secret: SECRET,
    timeoutMs: 300,
  })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const calls = () => received.map(({ method, path }) => `${method} ${path}`)

test('evaultUrl is read where uri is missing', async () => {
  answers['GET /base/resolve?w3id=%40a'] = { body: { evaultUrl: 'https://vault.example' } }
  expect(await client.resolve('a')).toEqual({
    ename: '@a',
    uri: 'https://vault.example',
    evault: null,
  })
})

test.each([[{}], [null], ['<html>'], [{ uri: 7 }], [{ uri: 'file:///etc/passwd' }], [[]]])(
  'resolving to %j is no answer',
  async (body) => {
    answers['GET /base/resolve?w3id=%40a'] = { body: body === null ? 'null' : body }
    await expect(client.resolve('@a')).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  },
)

test('platforms that are null or no address are skipped', async () => {
  const body = ['https://a.example', null, 7, '', 'no url', {}, 'javascript:1', 'http://b.example']
  answers['GET /base/platforms'] = { body, headers: { 'cache-control': 'no-store' } }
  expect(await client.platforms()).toEqual(['https://a.example', 'http://b.example'])
  answers['GET /base/platforms'] = { body: { platforms: [] } }
  await expect(client.platforms()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test.each([409, 400, 500])('a name that is there (%i) is moved', async (status) => {
  answers['POST /base/register'] = { status, body: { error: 'duplicate' } }
  answers['GET /base/resolve?w3id=%40user-a.w3id'] = { body: ENTRY }
  answers['PATCH /base/register'] = { body: ENTRY }
  await client.register(ENTRY)
  const moved = received.at(-1)
  expect(moved).toMatchObject({ method: 'PATCH', authorization: `Bearer ${SECRET}` })
  expect(JSON.parse(moved?.body ?? '')).toEqual(ENTRY)
})

test('409 says that the name is there, so nobody needs to ask', async () => {
  answers['POST /base/register'] = { status: 409 }
  answers['PATCH /base/register'] = { body: ENTRY }
  await client.register(ENTRY)
  expect(calls()).toEqual(['POST /base/register', 'PATCH /base/register'])
})

test('a name that is not there is not moved, and a refused secret is tried once', async () => {
  for (const [status, tried] of [
    [500, ['POST /base/register', 'GET /base/resolve?w3id=%40user-a.w3id']],
    [401, ['POST /base/register']],
    [403, ['POST /base/register']],
  ] as const) {
    received = []
    answers['POST /base/register'] = { status, body: { error: SECRET } }
    const error = await client.register(ENTRY).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'REFUSED' })
    expect(String(error)).not.toContain(SECRET)
    expect(calls()).toEqual(tried)
  }
})

test('the secret goes to the registry only, and only where it is needed', async () => {
  answers['POST /base/register'] = { status: 307, headers: { location: '/elsewhere' }, body: {} }
  answers['GET /base/platforms'] = { body: [] }
  answers['POST /base/platforms/certification'] = { body: { token: 't' } }
  await expect(client.register(ENTRY)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  await client.platforms()
  await client.platformToken('blabsy')
  expect(received.map(({ path, authorization }) => [path, authorization])).toEqual([
    ['/base/register', `Bearer ${SECRET}`],
    ['/base/platforms', undefined],
    ['/base/platforms/certification', undefined],
  ])
})

test('silence is UNREACHABLE after the time limit', async () => {
  answers['GET /base/platforms'] = null
  await expect(client.platforms()).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('within 0.3 s'),
  })
})

test('an answer without a token, or entropy in a foreign token, is not taken', async () => {
  answers['GET /base/entropy'] = { body: { hello: 'world' } }
  await expect(client.entropy()).rejects.toMatchObject({ code: 'BAD_ANSWER' })

  const payload = { entropy: 'a'.repeat(20) }
  const forged = await signJwt({ kid: key.kid, payload, lifetimeSeconds: 60 }, otherKey.sign)
  answers['GET /base/entropy'] = { body: { token: forged } }
  answers['GET /base/.well-known/jwks.json'] = {
    body: { keys: [{ ...key.publicJwk, kid: key.kid }] },
  }
  await expect(client.entropy()).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
})

test('a key for another algorithm is not taken, although the registry publishes it', async () => {
  const { privateKey, publicKey: ed25519 } = await generateKeyPair('EdDSA')
  const kid = 'ed25519'
  answers['GET /base/.well-known/jwks.json'] = {
    body: { keys: [{ ...(await exportJWK(ed25519)), kid }] },
  }
  const token = await new SignJWT({ platform: 'blabsy' })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setExpirationTime('1h')
    .sign(privateKey)
  await expect(client.verifyPlatformToken(token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
})

test('keys are found by whatever kid the registry publishes, and fetched twice at most', async () => {
  const kid = 'some-other-name'
  answers['GET /base/.well-known/jwks.json'] = { body: { keys: [{ ...key.publicJwk, kid }] } }
  const content = { payload: { platform: 'blabsy' }, lifetimeSeconds: 60 }
  const token = await signJwt({ kid, ...content }, key.sign)
  const unknown = await signJwt({ kid: 'entropy-key-1', ...content }, key.sign)
  expect(await client.verifyPlatformToken(token)).toEqual({
    platform: 'blabsy',
    verified: false,
    exp: expect.any(Number),
  })
  for (let count = 0; count < 5; count++) {
    await expect(client.verifyPlatformToken(unknown)).rejects.toMatchObject({
      code: 'INVALID_TOKEN',
    })
  }
  // Once for the first token, once for the key that is not known.
  expect(calls()).toEqual(Array(2).fill('GET /base/.well-known/jwks.json'))
})
