import { describe, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import { encodePublicKey } from '../../w3id/keys.ts'

const registry = await embeddedRegistryPerTest()
const { key, call, register, claims, logged } = registry
const publicKey = encodePublicKey(key.spki)

describe('names', () => {
  test('a registered name resolves, in any case and without its @', async () => {
    expect(await register({ ...ENTRY, ename: 'User-A.w3id' })).toMatchObject({
      status: 201,
      body: ENTRY,
    })
    for (const w3id of ['@user-a.w3id', '%40USER-A.w3id', 'user-a.w3id']) {
      expect(await call(`/resolve?w3id=${w3id}`)).toMatchObject({
        status: 200,
        body: { ...ENTRY, originalUri: ENTRY.uri, resolved: false },
      })
    }
  })

  test('an unknown name is 404, no name, two names or an empty one 400', async () => {
    const unknown = await call('/resolve?w3id=@nobody')
    expect(unknown).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('nobody') },
    })
    for (const query of ['', '?w3id=', '?w3id=%40', '?w3id=a&w3id=b', '?w3id=a%00b']) {
      const { status, body } = await call(`/resolve${query}`)
      expect([query, status]).toEqual([query, 400])
      expect(body.error).toContain('w3id')
    }
  })

  test('all names are listed as they resolve, and one that is removed is gone', async () => {
    await register()
    await register({ ...ENTRY, ename: '@user-b' })
    const listed = await call('/list')
    const extra = { originalUri: ENTRY.uri, resolved: false }
    expect(listed.body).toEqual([
      { ...ENTRY, ...extra },
      { ...ENTRY, ename: '@user-b', ...extra },
    ])
    const remove = (query: string) =>
      call(`/register${query}`, { method: 'DELETE', secret: SECRET })
    expect(await remove('?ename=USER-A.w3id')).toMatchObject({
      status: 200,
      body: { success: true, message: expect.stringContaining(ENTRY.ename) },
    })
    await registry.restart()
    expect((await call(`/resolve?w3id=${ENTRY.ename}`)).status).toBe(404)
    expect((await call('/list')).body).toHaveLength(1)
    expect(await remove('?ename=USER-A.w3id')).toMatchObject({
      status: 404,
      body: { error: expect.any(String) },
    })
    expect((await remove('')).status).toBe(400)
  })

  test('registering a name again replaces it; moving changes what is given', async () => {
    await register()
    await register({ ...ENTRY, uri: 'http://127.0.0.1:4001' })
    const move = (body: unknown) => call('/register', { method: 'PATCH', body, secret: SECRET })
    expect(await move({ ename: ENTRY.ename, evault: '@vault-2' })).toMatchObject({
      status: 200,
      body: { ename: ENTRY.ename, uri: 'http://127.0.0.1:4001', evault: '@vault-2' },
    })
    expect(await move({ ename: '@nobody', uri: ENTRY.uri })).toMatchObject({ status: 404 })
    expect(await move({ ename: ENTRY.ename })).toMatchObject({ status: 400 })
    expect(await move({ ename: ENTRY.ename, uri: 'not a url' })).toMatchObject({ status: 400 })
  })

  test.each(['ename', 'uri', 'evault'] as const)('registering without %s is 400', async (field) => {
    const { [field]: _, ...rest } = ENTRY
    const { status, body } = await register(rest)
    expect({ status, body }).toEqual({ status: 400, body: { error: `${field}: is missing` } })
  })

  test.each([
    ['a script for an address', { ...ENTRY, uri: 'javascript:alert(1)' }],
    ['a number for a name', { ...ENTRY, ename: 7 }],
    ['a list', [ENTRY]],
    ['text', '"hello"'],
    ['broken JSON', '{"ename":'],
    ['nothing', ''],
  ])('registering %s is 400 with an error', async (_what, body) => {
    const answer = await register(body)
    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } })
    expect(Object.keys(answer.body)).toEqual(['error'])
  })

  test('writing needs the secret, and says so before it looks at the body', async () => {
    const writes = [
      ['/register', 'POST'],
      ['/register', 'PATCH'],
      ['/key-binding-certificate', 'POST'],
    ] as const
    for (const [path, method] of writes) {
      for (const secret of [null, '', 'wrong', `${SECRET}x`, SECRET.toUpperCase()]) {
        const { status } = await call(path, { method, body: '{broken', secret })
        expect([path, method, secret, status]).toEqual([path, method, secret, 401])
      }
    }
    expect((await call('/resolve?w3id=@user-a.w3id')).status).toBe(404)
  })
})

describe('notaries', () => {
  const add = (body: unknown) => call('/notaries', { body, secret: SECRET })
  const notary = { ename: '@notary', url: 'https://notary.example', name: 'A. Notary' }

  test('are kept, one for each eName, until they are removed', async () => {
    expect(await add({ ...notary, ename: 'NOTARY' })).toMatchObject({ status: 201, body: notary })
    await add({ ename: '@other', url: 'https://other.example' })
    await add({ ename: '@notary', url: 'https://moved.example' })
    await registry.restart()
    expect((await call('/notaries')).body).toEqual([
      { ename: '@other', url: 'https://other.example' },
      { ename: '@notary', url: 'https://moved.example' },
    ])
    const remove = () => call('/notaries?ename=@other', { method: 'DELETE', secret: SECRET })
    expect((await remove()).status).toBe(200)
    expect((await remove()).status).toBe(404)
    expect((await call('/notaries')).body).toHaveLength(1)
  })

  test.each([{}, { ename: '@a' }, { ename: '@', url: notary.url }, { ename: '@a', url: 'x' }])(
    '%j is none',
    async (body) => {
      expect((await add(body)).status).toBe(400)
      expect((await call('/notaries')).body).toEqual([])
    },
  )
})

test('the message of the day says that the registry is up', async () => {
  expect(await call('/motd')).toMatchObject({ status: 200, body: { status: 'up', message: '' } })
})

describe('tokens', () => {
  test('the key set holds the public key under its kid, and nothing private', async () => {
    await registry.restart({ signer: { ...key, publicJwk: key.privateJwk } })
    const { x, y } = key.publicJwk
    const { body } = await call('/.well-known/jwks.json')
    expect(body).toEqual({
      keys: [
        { kty: 'EC', crv: 'P-256', x, y, kid: 'kid-of-this-registry', alg: 'ES256', use: 'sig' },
      ],
    })
  })

  test('entropy is 20 alphanumeric characters for an hour, and different each time', async () => {
    const seen = new Set<unknown>()
    for (let count = 0; count < 20; count++) {
      const { iat = 0, exp = 0, entropy } = await claims((await call('/entropy')).body.token)
      expect(entropy).toMatch(/^[0-9A-Za-z]{20}$/)
      expect(exp - iat).toBe(3600)
      seen.add(entropy)
    }
    expect(seen.size).toBe(20)
  })

  test('a platform is certified for a year and listed when it has an address', async () => {
    const certify = (platform: unknown) => call('/platforms/certification', { body: { platform } })
    const { body } = await certify('https://blabsy.example.com')
    const { iat = 0, exp = 0, platform } = await claims(body.token)
    expect(platform).toBe('https://blabsy.example.com')
    expect(exp - iat).toBe(365 * 24 * 3600)

    expect((await certify('blabsy')).status).toBe(200)
    await certify('https://blabsy.example.com')
    expect((await call('/platforms')).body).toEqual(['https://blabsy.example.com'])
    for (const wrong of [undefined, null, 7, '', '  ', 'a\u0000b', 'x'.repeat(3000)]) {
      expect((await certify(wrong)).status).toBe(400)
    }
  })

  test('a key binding certificate binds the key to the name for an hour', async () => {
    const { status, body } = await call('/key-binding-certificate', {
      body: { ename: 'User-A.w3id', publicKey },
      secret: SECRET,
    })
    expect(status).toBe(200)
    const { iat = 0, exp = 0, ...binding } = await claims(body.token)
    expect(binding).toEqual({ ename: '@user-a.w3id', publicKey })
    expect(exp - iat).toBe(3600)
  })

  test.each([
    ['no key', undefined],
    ['text', 'no key at all'],
    ['a cut key', publicKey.slice(0, -3)],
  ])('%s gets no certificate but 400', async (_what, wrong) => {
    const body = { ename: ENTRY.ename, publicKey: wrong }
    const answer = await call('/key-binding-certificate', { body, secret: SECRET })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatch(/^publicKey: /)
  })

  test('a signer that fails is 500 with an id that the log knows, and no details', async () => {
    await registry.restart({
      signer: { ...key, sign: () => Promise.reject(new Error('keychain of alice is locked')) },
    })
    const { status, body } = await call('/entropy')
    expect(status).toBe(500)
    expect(body.error).not.toContain('alice')
    const id = /\((.+)\)/.exec(body.error)?.[1]
    expect(logged).toContainEqual([expect.objectContaining({ id }), expect.any(String)])
  })
})
