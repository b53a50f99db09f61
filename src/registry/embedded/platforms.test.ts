import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import { makeRegistryKey } from '../../../test/support/registry-key.ts'
import { signJwt } from '../../w3id/jwt.ts'
import { encodePublicKey } from '../../w3id/keys.ts'
import { createRegistryClient } from '../client.ts'
import { makePlatformProof } from '../platform-proof.ts'
import { createAttempts } from './attempts.ts'
import { canonicalPlatform } from './platform-name.ts'

const PLATFORM = 'https://x.example'
const PLATFORM_SECRET = 'a-secret-of-more-than-thirty-two-characters'

const registry = await embeddedRegistryPerTest()
const { call, claims } = registry
const add = (body: object) => call('/platforms', { body, secret: SECRET })
const certify = (body: object) => call('/platforms/certification', { body })
const certified = async (body: object) => {
  const { status, body: answer } = await certify(body)
  if (status !== 200) return status
  const { platform, verified } = await claims(answer.token)
  return { platform, verified }
}

test.each([
  [' https://X.example/ ', 'https://x.example'],
  ['https://x.example:443', 'https://x.example'],
  ['https://user:pw@x.example/?a=b#c', 'https://x.example'],
  ['https://x.example.//', 'https://x.example'],
  ['https:x.example', 'https://x.example'],
  ['https:\\\\x.example\\app\\', 'https://x.example/app'],
  ['https://x.example/a/../', 'https://x.example'],
  ['http://x.example:8080/App/', 'http://x.example:8080/App'],
  ['https://ⓧ.example', 'https://x.example'],
  ['x.example', null],
  ['ftp://x.example', null],
  ['blabsy', null],
])('%j is the platform %j', (text, url) => {
  expect(canonicalPlatform(text)).toBe(url)
})

describe('the list', () => {
  test('is written with the secret, once for each platform, and kept', async () => {
    expect(await add({ url: `${PLATFORM}/` })).toMatchObject({
      status: 201,
      body: { url: PLATFORM, evidence: 'none' },
    })
    await add({ url: 'https://X.example/?a' })
    await certify({ platform: 'https://y.example' })
    await registry.restart()
    expect((await call('/platforms')).body).toEqual([PLATFORM, 'https://y.example'])

    const remove = (url: string) =>
      call(`/platforms?url=${encodeURIComponent(url)}`, { method: 'DELETE', secret: SECRET })
    expect(await remove('HTTPS://x.example/')).toMatchObject({
      status: 200,
      body: { success: true },
    })
    expect((await remove(PLATFORM)).status).toBe(404)
    expect((await remove('x')).status).toBe(400)
    expect((await call('/platforms')).body).toEqual(['https://y.example'])
  })

  test.each([
    ['no url', {}],
    ['a name', { url: 'blabsy' }],
    ['a short secret', { url: PLATFORM, secret: 'x'.repeat(31) }],
    ['no key', { url: PLATFORM, publicKey: 'zNoKey' }],
    ['both', { url: PLATFORM, secret: PLATFORM_SECRET, publicKey: 'z' }],
  ])('takes no platform with %s', async (_what, body) => {
    expect((await add(body)).status).toBe(400)
    expect((await call('/platforms')).body).toEqual([])
  })

  test('does not grow without end by those who ask to be certified', async () => {
    await add({ url: PLATFORM, secret: PLATFORM_SECRET })
    const file = join(registry.directory(), 'registry.json')
    const contents = JSON.parse(await readFile(file, 'utf8'))
    const many = Array.from({ length: 1000 }, (_, at) => {
      return { url: `https://${at}.example`, evidence: null }
    })
    await registry.close()
    await writeFile(
      file,
      JSON.stringify({ ...contents, platforms: [...contents.platforms, ...many] }),
    )
    await registry.restart()
    expect(await certified({ platform: 'https://one-more.example' })).toMatchObject({
      verified: false,
    })
    expect((await call('/platforms')).body).toHaveLength(1001)
    expect((await add({ url: 'https://one-more.example' })).status).toBe(201)
    expect((await call('/platforms')).body).toHaveLength(1002)
  })
})

describe('a platform with a secret', () => {
  beforeEach(() => add({ url: PLATFORM, secret: PLATFORM_SECRET }))

  test('is verified when it shows it, also after a restart; no other platform is', async () => {
    const shown = { platform: 'https://X.example/', secret: PLATFORM_SECRET }
    expect(await certified(shown)).toEqual({ platform: PLATFORM, verified: true })
    await registry.restart()
    expect(await certified(shown)).toEqual({ platform: PLATFORM, verified: true })
    for (const platform of ['https://y.example', 'x.example', 'blabsy']) {
      expect(await certified({ platform, secret: PLATFORM_SECRET })).toEqual({
        platform,
        verified: false,
      })
    }
  })

  test.each([
    PLATFORM,
    'https://X.example/',
    'https://x.example:443//',
    'https://u:p@x.example?a#b',
    'https:x.example',
    'https://x.example.',
  ])('is refused as %s without it', async (platform) => {
    const wrong = [{}, { secret: 'wrong' }, { secret: '' }, { proof: PLATFORM_SECRET }]
    for (const shown of wrong.slice(0, 3)) {
      const { status, body } = await certify({ platform, ...shown })
      expect([status, Object.keys(body)]).toEqual([shown.secret === '' ? 400 : 401, ['error']])
      expect(body.error).toContain('secret')
    }
  })

  test('keeps only a hash of it in the file', async () => {
    const text = await readFile(join(registry.directory(), 'registry.json'), 'utf8')
    expect(text).not.toContain(PLATFORM_SECRET)
    expect(text).not.toContain(Buffer.from(PLATFORM_SECRET).toString('base64').slice(0, 20))
  })

  test('is not freed of it by being listed again, only by being removed', async () => {
    await add({ url: PLATFORM })
    expect(await certified({ platform: PLATFORM })).toBe(401)
    await add({ url: PLATFORM, secret: `${PLATFORM_SECRET}-2` })
    expect(await certified({ platform: PLATFORM, secret: PLATFORM_SECRET })).toBe(401)
    expect(await certified({ platform: PLATFORM, secret: `${PLATFORM_SECRET}-2` })).toMatchObject({
      verified: true,
    })
    await call(`/platforms?url=${PLATFORM}`, { method: 'DELETE', secret: SECRET })
    expect(await certified({ platform: PLATFORM })).toMatchObject({ verified: false })
  })

  test('makes guessing wait, and is itself never kept waiting by those who guess', async () => {
    const statuses: number[] = []
    for (let guess = 0; guess < 8; guess += 1) {
      const { status, headers } = await certify({ platform: PLATFORM, secret: `guess-${guess}` })
      statuses.push(status)
      expect(headers['retry-after']).toBe(status === 429 ? '1' : undefined)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect(await certified({ platform: PLATFORM, secret: PLATFORM_SECRET })).toMatchObject({
      verified: true,
    })
    expect(await certified({ platform: 'https://y.example' })).toMatchObject({ verified: false })
  })
})

describe('a platform with a key', () => {
  let key: Awaited<ReturnType<typeof makeRegistryKey>>
  let otherKey: typeof key
  beforeAll(async () => {
    key = await makeRegistryKey()
    otherKey = await makeRegistryKey()
  })
  beforeEach(async () => {
    const { status, body } = await add({ url: PLATFORM, publicKey: encodePublicKey(key.spki) })
    expect([status, body]).toEqual([201, { url: PLATFORM, evidence: 'key' }])
  })
  const proof = (about: object = {}, signer = key) =>
    makePlatformProof({ platform: PLATFORM, registryUrl: registry.url(), ...about }, signer.sign)

  test('is verified by a proof, by whatever name it calls us, and by each proof once', async () => {
    const url = registry.url()
    for (const registryUrl of [url, `http://localhost:${registry.port()}/`]) {
      const made = await proof({ registryUrl, platform: 'https://X.example/' })
      expect(await certified({ platform: PLATFORM, proof: made })).toEqual({
        platform: PLATFORM,
        verified: true,
      })
      expect(await certified({ platform: PLATFORM, proof: made })).toBe(401)
      await registry.restart({ port: registry.port() })
      expect(registry.url()).toBe(url)
      expect(await certified({ platform: PLATFORM, proof: made })).toBe(401)
    }
  })

  test('used twice at once, a proof is good once', async () => {
    const made = await proof()
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => certify({ platform: PLATFORM, proof: made })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
  })

  test('is certified through the client', async () => {
    const client = createRegistryClient({ url: registry.url() })
    const token = await client.platformToken(PLATFORM, { proof: await proof() })
    expect(await client.verifyPlatformToken(token)).toMatchObject({ verified: true })
    await expect(client.platformToken(PLATFORM)).rejects.toMatchObject({ code: 'REFUSED' })
  })

  const now = () => Math.floor(Date.now() / 1000)
  const signed = (payload: object, lifetimeSeconds = 300, at = now()) => {
    const claims = { platform: PLATFORM, aud: registry.url(), jti: 'j', ...payload }
    const content = { kid: 'k', payload: claims, lifetimeSeconds, now: new Date(at * 1000) }
    return signJwt(content, key.sign)
  }
  test.each<[string, () => Promise<string | undefined>]>([
    ['none', async () => undefined],
    ['text', async () => 'no JWT'],
    ['by another key', () => proof({}, otherKey)],
    ['for another registry', () => proof({ registryUrl: 'http://127.0.0.1:1' })],
    ['about another platform', () => proof({ platform: 'https://y.example' })],
    ['that lasts too long', () => signed({}, 301)],
    ['that has ended', () => signed({}, 300, now() - 300)],
    ['of tomorrow', () => signed({}, 300, now() + 100)],
    ['without jti', () => signed({ jti: undefined })],
    ['with an empty jti', () => signed({ jti: '' })],
    ['that is our own token', async () => (await certify({ platform: 'a' })).body.token],
  ])('is refused with a proof %s', async (_what, make) => {
    const made = await make()
    const { status, body } = await certify({ platform: PLATFORM, proof: made })
    expect([status, Object.keys(body)]).toEqual([401, ['error']])
    if (made) expect(body.error).not.toContain(made)
    // What was refused does not use up anything.
    expect(await certified({ platform: PLATFORM, proof: await signed({}) })).toMatchObject({
      verified: true,
    })
  })
})

test('an unregistered name gets a token as before, which says that nobody verified it', async () => {
  const { body } = await certify({ platform: 'blabsy' })
  expect(decodeJwt(body.token)).toMatchObject({ platform: 'blabsy', verified: false })
})

test('failures wait twice as long each time, a minute at most, and are forgotten', () => {
  let clock = 0
  const attempts = createAttempts(() => clock)
  const waits: number[] = []
  for (let count = 0; count < 14; count += 1) {
    const wait = attempts.failed('a')
    waits.push(wait / 1000)
    expect(attempts.failed('b')).toBe(0)
    attempts.forget('b')
    clock += wait
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  expect(attempts.failed('a')).toBe(60_000)
  clock += 20_000
  expect(attempts.failed('a')).toBe(40_000)
  clock += 11 * 60_000
  expect(attempts.failed('a')).toBe(0)
})

test('none of what needs the secret is done without it', async () => {
  const calls = [
    ['POST', '/platforms'],
    ['DELETE', '/platforms?url=https://x.example'],
    ['POST', '/notaries'],
    ['DELETE', `/notaries?ename=${ENTRY.ename}`],
    ['DELETE', `/register?ename=${ENTRY.ename}`],
    ['POST', '/keys/rotate'],
  ] as const
  for (const [method, path] of calls) {
    for (const secret of [null, 'wrong']) {
      expect([path, (await call(path, { method, secret })).status]).toEqual([path, 401])
    }
  }
})
