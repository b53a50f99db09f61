import { createPrivateKey } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '../src/w3id/jwt.ts'
import { call } from './support/call.ts'
import { makeRegistryKey } from './support/registry-key.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

const secretStore = memorySecretStore()
let open: TestVault
let guarded: TestVault
/** Ids in the open vault: for everyone, for one person, for nobody. */
let ids: Record<'everyone' | 'person' | 'nobody', string>

beforeAll(async () => {
  open = await openTestVault({ secretStore })
  guarded = await openTestVault({ config: { policy: 'guarded' } })
  ids = {
    everyone: await open.create({ for: 'everyone' }, ['*']),
    person: await open.create({ for: 'person' }, ['@friend']),
    nobody: await open.create({ for: 'nobody' }, []),
  }
})
afterAll(async () => {
  await open[Symbol.asyncDispose]()
  await guarded[Symbol.asyncDispose]()
})

const one = 'query ($id: ID!) { metaEnvelope(id: $id) { id parsed } }'
const all = `query ($type: ID) {
  metaEnvelopes(filter: { ontologyId: $type }) { totalCount edges { node { id } } }
}`
const createOne = `mutation {
  createMetaEnvelope(input: { ontology: "o", payload: { a: 1 }, acl: [] }) {
    metaEnvelope { id } errors { code }
  }
}`
const removeOne = `mutation ($id: ID!) {
  removeMetaEnvelope(id: $id) { success deletedId errors { field code } }
}`
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('without a token', () => {
  test('only records for everyone are read: by id, in pages and in counts', async () => {
    expect((await open.graphql(one, { id: ids.everyone })).data.metaEnvelope.parsed).toEqual({
      for: 'everyone',
    })
    for (const id of [ids.person, ids.nobody, 'unheard-of']) {
      expect(await open.graphql(one, { id })).toMatchObject({
        data: { metaEnvelope: null },
        errors: [],
      })
    }
    for (const type of [null, 'a-type']) {
      expect((await open.graphql(all, { type })).data.metaEnvelopes).toEqual({
        totalCount: 1,
        edges: [{ node: { id: ids.everyone } }],
      })
    }
  })

  test('nothing is removed, whatever its ACL, and nobody learns what there is', async () => {
    for (const id of [ids.everyone, ids.nobody, 'unheard-of']) {
      expect((await open.graphql(removeOne, { id })).data.removeMetaEnvelope).toEqual({
        success: false,
        deletedId: null,
        errors: [{ field: null, code: 'UNAUTHENTICATED' }],
      })
    }
    expect((await open.graphql(one, { id: ids.everyone })).data.metaEnvelope).not.toBeNull()
  })

  test('the ACL of a record and what is the owner’s are not even in the contract', async () => {
    for (const query of [
      ...['{ metaEnvelope(id: "x") { acl } }', '{ vault { ename } }', '{ ontologies { count } }'],
      ...['mutation { restoreMetaEnvelope(id: "x") { errors { code } } }'],
      ...['subscription { metaEnvelopeChanged { id } }'],
    ]) {
      expect((await open.graphql(query)).errors[0]?.message).toMatch(/Cannot query|not configured/)
    }
  })
})

describe('with a platform token', () => {
  test('under open everything is read, counted and removed', async () => {
    const headers = bearer(await open.platformToken())
    for (const id of Object.values(ids)) {
      expect((await open.graphql(one, { id }, headers)).data.metaEnvelope.id).toBe(id)
    }
    const { totalCount } = (await open.graphql(all, { type: 'a-type' }, headers)).data.metaEnvelopes
    expect(totalCount).toBe(3)
    const id = await open.create({}, [], 'to-be-removed')
    expect((await open.graphql(removeOne, { id }, headers)).data.removeMetaEnvelope).toEqual({
      success: true,
      deletedId: id,
      errors: [],
    })
  })

  test('under guarded the owner is asked first, also for what anonymous callers may read', async () => {
    const id = await guarded.create({}, ['*'])
    const headers = bearer(await guarded.platformToken('https://blabsy.example.com'))
    for (const query of [one, all]) {
      const { data, errors } = await guarded.graphql(query, { id }, headers)
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('https://blabsy.example.com'),
          extensions: { code: 'CONSENT_REQUIRED' },
        },
      ])
      expect(JSON.stringify(data)).not.toContain(id)
    }
    for (const [mutation, field] of [
      [createOne, 'createMetaEnvelope'],
      [removeOne, 'removeMetaEnvelope'],
    ] as const) {
      const { data } = await guarded.graphql(mutation, { id }, headers)
      expect(data[field].errors).toMatchObject([{ code: 'CONSENT_REQUIRED' }])
    }
  })

  test('in any case of the word Bearer', async () => {
    const authorization = `bearer  ${await open.platformToken()}`
    const { data } = await open.graphql(one, { id: ids.nobody }, { authorization })
    expect(data.metaEnvelope.id).toBe(ids.nobody)
  })
})

describe('a token that does not hold is refused with 401, never taken for none', () => {
  const claims = { platform: 'https://evil.example' }
  const content = (kid: string) => ({ kid, payload: claims, lifetimeSeconds: 3600 })
  /** The key of the vault's own registry, out of its keychain. */
  const registryKey = () => {
    const [, pkcs8 = ''] = [...secretStore.secrets].find(([n]) => n.endsWith('/registry')) ?? []
    return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' })
  }
  const kid = 'entropy-key-1'

  test.each<[string, () => string | Promise<string>]>([
    ['noise', () => 'Bearer hello'],
    ['no token after Bearer', () => 'Bearer '],
    ['another scheme', () => 'Basic dXNlcjpwYXNz'],
    ['two tokens', () => 'Bearer a b'],
    ['an empty header', () => ''],
    ['the owner’s token', () => `Bearer ${open.vault.owner.token}`],
    ['the registry’s secret', () => `Bearer ${open.vault.registry.secret}`],
    ['no signature', () => `Bearer ${new UnsecuredJWT(claims).setExpirationTime('1h').encode()}`],
    [
      'a foreign key under our key’s name',
      async () => `Bearer ${await signJwt(content(kid), (await makeRegistryKey()).sign)}`,
    ],
    [
      'another registry',
      async () => `Bearer ${await guarded.platformToken('https://blabsy.example.com')}`,
    ],
    [
      'a token that has expired',
      async () =>
        `Bearer ${await new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid })
          .setExpirationTime(Math.floor(Date.now() / 1000) - 60)
          .sign(registryKey())}`,
    ],
    [
      'a token of another kind',
      async () => `Bearer ${(await call(`${open.vault.registry.url}/entropy`)).json.token}`,
    ],
  ])('%s', async (_what, make) => {
    const authorization = await make()
    const answer = await open.graphql(one, { id: ids.everyone }, { authorization })
    expect(answer).toMatchObject({
      status: 401,
      data: null,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    })
    const token = authorization.replace(/^Bearer /, '')
    if (token.length > 5) expect(JSON.stringify(answer)).not.toContain(token)
  })

  test('the key used here for expired tokens makes good ones too', async () => {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid })
      .setExpirationTime('1h')
      .sign(registryKey())
    const { data } = await open.graphql(one, { id: ids.nobody }, bearer(token))
    expect(data.metaEnvelope.id).toBe(ids.nobody)
  })
})

describe('the owner endpoint', () => {
  const body = { query: '{ vault { ename } }' }

  test('answers its token, and nobody else', async () => {
    expect((await open.owner(body.query)).data.vault.ename).toBe(open.vault.ename)
    const { token } = open.vault.owner
    for (const authorization of [
      ...[null, '', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, `bearer ${token}`],
      ...[`Bearer ${guarded.vault.owner.token}`, `Bearer ${await open.platformToken()}`],
    ]) {
      const answer = await call(open.vault.owner.url, { body, headers: { authorization } })
      expect(answer.status).toBe(401)
      expect(answer.text).not.toContain(open.vault.ename)
    }
  })

  test('has a token of 256 bits that is another at each launch', () => {
    expect(Buffer.from(open.vault.owner.token, 'base64url')).toHaveLength(32)
    expect(open.vault.owner.token).not.toBe(guarded.vault.owner.token)
  })

  test('turns web pages away before it looks at their token', async () => {
    for (const origin of ['https://evil.example', 'null', new URL(open.vault.owner.url).origin]) {
      for (const token of [open.vault.owner.token, 'guessed']) {
        const headers = { origin, ...bearer(token) }
        const answer = await call(open.vault.owner.url, { body, headers })
        expect(answer.status).toBe(403)
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      }
    }
  })

  test('lets the app’s window in, and no other page', async () => {
    const windowOrigin = 'app://evault'
    await using it = await openTestVault({ means: { windowOrigin } })
    const { url, token } = it.vault.owner
    const asked = { origin: windowOrigin, 'access-control-request-method': 'POST' }
    const preflight = await call(url, { method: 'OPTIONS', headers: asked })
    expect(preflight.status).toBe(204)
    expect(preflight.headers['access-control-allow-origin']).toBe(windowOrigin)
    const fromWindow = await call(url, {
      body,
      headers: { origin: windowOrigin, ...bearer(token) },
    })
    expect(fromWindow.status).toBe(200)
    expect(fromWindow.headers['access-control-allow-origin']).toBe(windowOrigin)
    const other = { ...asked, origin: 'app://evault.evil.example' }
    expect((await call(url, { method: 'OPTIONS', headers: other })).status).toBe(403)
    const withoutToken = await call(url, { body, headers: { origin: windowOrigin } })
    expect(withoutToken.status).toBe(401)
  })

  test('knows its own vault only', async () => {
    const { data, errors } = await open.owner(body.query, {}, { 'x-ename': '@somebody-else' })
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_ENAME' } }])
  })

  test('is not on the local listener, nor is the local API on it', async () => {
    const { url, token } = open.vault.owner
    expect((await open.graphql('{ vault { ename } }', {}, bearer(token))).status).toBe(401)
    const whois = new URL('/whois', url).href
    expect((await call(whois, { headers: bearer(token) })).status).toBe(404)
    expect((await call(whois)).status).toBe(401)
  })
})

describe('a name that was rebound to this computer', () => {
  test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '0.0.0.0'])(
    'is refused with 421 as Host %j, on both listeners',
    async (name) => {
      const { localUrl, owner } = open.vault
      for (const url of [`${localUrl}/whois`, `${localUrl}/graphql`, `${localUrl}/x`, owner.url]) {
        const { port } = new URL(url)
        for (const host of [name, `${name}:${port}`]) {
          const headers = { host, ...bearer(owner.token), 'x-ename': open.vault.ename }
          expect((await call(url, { headers })).status).toBe(421)
          expect((await call(url, { headers, body: { query: one } })).status).toBe(421)
        }
      }
    },
  )

  test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]'])(
    'and %s is this computer',
    async (name) => {
      const port = new URL(open.vault.localUrl).port
      const headers = { host: `${name}:${port}` }
      expect((await open.call('/health', { headers })).status).toBe(200)
    },
  )
})

describe('web pages', () => {
  const pages = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]

  test.each(pages)('under guarded %j gets nothing', async (headers) => {
    for (const path of ['/whois', '/health', '/graphql']) {
      const read = await guarded.call(path, { headers })
      const written = await guarded.call(path, {
        body: { query: createOne },
        headers: { ...headers, 'x-ename': guarded.vault.ename },
      })
      const asked = await guarded.call(path, { method: 'OPTIONS', headers })
      for (const answer of [read, written, asked]) {
        expect(answer.status).toBe(403)
        expect(Object.keys(answer.headers).join()).not.toContain('access-control')
      }
    }
    const [count] = (await guarded.owner('{ ontologies { ontology count } }')).data.ontologies
    expect(count?.ontology).not.toBe('o')
  })

  test('under guarded an address typed into the browser is answered', async () => {
    const headers = { 'sec-fetch-site': 'none' }
    expect((await guarded.call('/health', { headers })).status).toBe(200)
  })

  test('under open every origin may call, with the headers the protocol names', async () => {
    const origin = 'https://blabsy.example.com'
    const asked = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-ename,authorization',
    }
    const preflight = await open.call('/graphql', { method: 'OPTIONS', headers: asked })
    expect(preflight.status).toBe(204)
    expect(preflight.headers['access-control-allow-origin']).toBe('*')
    const allowed = String(preflight.headers['access-control-allow-headers']).toLowerCase()
    expect(allowed.split(/, */).sort()).toEqual(['authorization', 'content-type', 'x-ename'])
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined()

    const headers = { origin, 'x-ename': open.vault.ename }
    for (const answer of [
      await open.call('/graphql', { body: { query: all }, headers }),
      await open.call('/graphql', { body: '{', headers }),
      await open.call('/whois', { headers }),
      await open.call('/whois', { headers: { origin } }),
    ]) {
      expect(answer.headers['access-control-allow-origin']).toBe('*')
    }
  })
})

test('under guarded a program on this computer creates, and reads what is for everyone', async () => {
  const id = await guarded.create({ a: 1 }, ['*'])
  expect((await guarded.graphql(one, { id })).data.metaEnvelope.parsed).toEqual({ a: 1 })
  const hidden = await guarded.create({ a: 1 }, [])
  expect((await guarded.graphql(one, { id: hidden })).data.metaEnvelope).toBeNull()
})
