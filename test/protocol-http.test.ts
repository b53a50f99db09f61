import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { makeKey } from './conformance/key-holder.ts'
import { call, type HttpAnswer } from './support/call.ts'
import { openPeople, ownerOf } from './support/people.ts'
import { makeRegistryKey } from './support/registry-key.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

type Headers = Readonly<Record<string, string>>

const secretStore = memorySecretStore()
let it: TestVault
let guarded: TestVault

beforeAll(async () => {
  it = await openTestVault({ secretStore })
  guarded = await openTestVault({ config: { policy: 'guarded' } })
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  await guarded[Symbol.asyncDispose]()
})

const page = { origin: 'https://page.example.com' }
const bearer = async (platform: string, of = it) => ({
  authorization: `Bearer ${await of.platformToken(platform)}`,
})
const decide = (platform: string, decision: string, of: TestVault) =>
  of.owner(`mutation { decideConsent(platform: "${platform}", decision: ${decision}) {
    errors { code } } }`)
const introspection = '{ __schema { queryType { name } } }'
const allowedOrigin = ({ headers }: HttpAnswer) => headers['access-control-allow-origin']

describe('the recovery passphrase', () => {
  const right = 'correct horse battery staple'
  const set = async (headers: Headers) =>
    (
      await it.call('/passphrase/set', {
        body: { passphrase: right },
        headers: { 'x-ename': it.vault.ename, ...headers },
      })
    ).status
  const compare = (passphrase: string, eName = it.vault.ename) =>
    it.call('/passphrase/compare', { body: { eName, passphrase } })
  const status = async () =>
    (await it.call('/passphrase/status', { headers: { 'x-ename': it.vault.ename } })).json

  test('is set by the owner or with full consent, and by nobody else', async () => {
    await using people = await openPeople(it)
    const person = await (await people.meet('@somebody.w3id')).headers(it.vault)
    await decide('https://reader.example', 'read', it)
    expect(await set({})).toBe(401)
    expect(await set(person)).toBe(403)
    expect(await set(await bearer('https://reader.example'))).toBe(403)
    expect(await status()).toEqual({ hasPassphrase: false })
    expect(await set(await bearer('https://full.example'))).toBe(200)
    expect(await status()).toEqual({ hasPassphrase: true })
    expect(await set(await (await ownerOf(it, secretStore.secrets)).headers(it.vault))).toBe(200)
    expect((await compare(right)).json).toEqual({ match: true, hasPassphrase: true })
  })

  test.each([
    ['no name', 'a\nb'],
    ['too long', 'x'.repeat(600)],
    ['empty', ' '],
  ])('is compared for an eName only, not for one that is %s', async (_what, eName) => {
    await using it = await openTestVault()
    const lines = it.logged.length
    const body = { eName, passphrase: 'correct horse' }
    const { status, json } = await it.call('/passphrase/compare', { body })
    expect([status, json]).toEqual([400, { error: expect.stringMatching(/eName|X-ENAME/) }])
    expect(it.logged.slice(lines)).toEqual([])
  })

  test('cannot be guessed quickly; who waited and knows it starts anew', async () => {
    expect(await status()).toEqual({ hasPassphrase: true })
    // Many at once are no way around it.
    const answers = await Promise.all(Array.from({ length: 9 }, () => compare('a wrong guess')))
    const refused = answers.filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(4)
    for (const { json } of answers.filter((answer) => answer.status === 200)) {
      expect(json).toEqual({ match: false, hasPassphrase: true })
    }
    for (const answer of [...refused, await compare(right)]) {
      // Those that were looked at have taken seconds; the last may be let in again.
      if (answer.status === 200) continue
      expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect((await compare(right)).json).toEqual({ match: true, hasPassphrase: true })
    expect((await compare('wrong again')).json).toEqual({ match: false, hasPassphrase: true })
  })

  test('guesses count for the address as well, whichever vault they are about', async () => {
    const statuses: number[] = []
    for (const digit of [1, 2, 3, 4, 5, 6]) {
      const registryEntropy = (await call(`${it.vault.registry.url}/entropy`)).json.token
      const namespace = `00000000-0000-4000-8000-00000000000${digit}`
      const ename = (await it.call('/provision', { body: { registryEntropy, namespace } })).json
        .w3id
      // Without a passphrase nothing is slow, so that no wait ends meanwhile.
      statuses.push((await compare('a guess', ename)).status)
    }
    expect(statuses).toContain(429)
    expect((await compare('a guess', '@nobody-here')).status).toBe(404)
  })
})

describe('rates', () => {
  const config = { addressRate: 5, platformRate: 3 }
  let few: TestVault
  beforeAll(async () => {
    few = await openTestVault({ config })
  })
  afterAll(() => few[Symbol.asyncDispose]())
  const query = '{ metaEnvelopes { totalCount } }'

  test('bind addresses and platforms, on HTTP and GraphQL alike', async () => {
    await using of = await openTestVault({ config: { ...config, limitThisComputer: true } })
    const headers = { 'x-ename': of.vault.ename, ...(await bearer('https://busy.example', of)) }
    const other = { ...headers, ...(await bearer('https://other.example', of)) }
    const ask = (with_: Headers) => of.call('/graphql', { body: { query }, headers: with_ })
    for (let n = 0; n < 3; n += 1) expect((await ask(headers)).status).toBe(200)
    const tooMany = { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] }
    const refused = await ask(headers)
    expect(refused.status).toBe(429)
    expect(refused.json).toMatchObject(tooMany)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(12)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(20)
    expect((await ask(other)).status).toBe(200)
    // That was the fifth of this address: now it waits, whoever and whatever it is about.
    for (const answer of [await ask(other), await ask({}), await of.call('/graphql')]) {
      expect(answer.status).toBe(429)
      expect(answer.json).toMatchObject(tooMany)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(12)
    }
    for (const path of ['/whois', '/health', '/docs', '/nowhere']) {
      const answer = await of.call(path)
      expect([answer.status, typeof answer.json.error]).toEqual([429, 'string'])
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect((await of.owner('{ vault { ename } }')).status).toBe(200)
  })

  test('leave programs on this computer alone unless told otherwise, but bind web pages', async () => {
    const headers = await bearer('https://busy.example', few)
    for (let n = 0; n < 12; n += 1) {
      expect((await few.graphql(query, {}, headers)).status).toBe(200)
    }
    const fromPage = { 'x-ename': few.vault.ename, ...headers, ...page }
    for (const status of [200, 200, 200, 429]) {
      const answer = await few.call('/graphql', { body: { query }, headers: fromPage })
      expect(answer.status).toBe(status)
      expect(allowedOrigin(answer)).toBe('*')
    }
    expect((await few.call('/health', { headers: page })).status).toBe(200)
    expect((await few.call('/health', { headers: page })).status).toBe(429)
    expect((await few.call('/health')).status).toBe(200)
  })

  test('bind a platform however its address is spelled', async () => {
    await using of = await openTestVault({ config: { platformRate: 3, limitThisComputer: true } })
    const statuses: number[] = []
    for (const spelling of ['https://busy.example', 'HTTPS://Busy.Example/']) {
      const headers = await bearer(spelling, of)
      for (const _ of [1, 2]) statuses.push((await of.graphql(query, {}, headers)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
  })

  test('are told to web pages, which may read Retry-After', async () => {
    const ask = () => few.call('/health', { headers: page })
    let answer = await ask()
    for (let n = 0; n < 5 && answer.status === 200; n += 1) answer = await ask()
    expect(answer.status).toBe(429)
    expect(allowedOrigin(answer)).toBe('*')
    expect(answer.headers['access-control-expose-headers']).toContain('Retry-After')
  })
})

describe('for developers', () => {
  test('the schema is shown to programs on this computer, not to web pages', async () => {
    expect((await guarded.graphql(introspection)).data.__schema.queryType.name).toBe('Query')
    expect((await it.graphql(introspection)).data.__schema.queryType.name).toBe('Query')
    for (const query of [introspection, '{ __type(name: "Query") { name } }']) {
      for (const headers of [page, { ...page, ...(await bearer('https://page.example.com')) }]) {
        const { data, errors } = await it.graphql(query, {}, headers)
        expect(data).toBeNull()
        expect(errors[0]?.extensions.code).toBe('INTROSPECTION_DISABLED')
      }
    }
  })

  test('GraphiQL is a page for browsers, and loads nothing from elsewhere', async () => {
    const answer = await it.call('/graphql', { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    const policy = String(answer.headers['content-security-policy'])
    for (const rule of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toMatch(/https?:|\*/)
    for (const headers of [{}, { accept: 'application/json' }, { accept: '*/*' }]) {
      const other = await it.call('/graphql?query=%7B__typename%7D', { headers })
      expect([other.status, other.json]).toEqual([404, { error: 'Not found' }])
    }
    const inPage = { accept: 'text/html', ...page }
    expect((await guarded.call('/graphql', { headers: inPage })).status).toBe(403)
  })

  test('/docs runs nothing, and /openapi.json has every route', async () => {
    const docs = await it.call('/docs')
    expect(docs.text).toContain('&quot;operationName&quot;:null')
    expect(docs.headers['content-security-policy']).toContain("default-src 'none'")
    expect(docs.headers['x-content-type-options']).toBe('nosniff')
    expect(docs.text).not.toContain('<script')
    const { openapi, servers, paths } = (await it.call('/openapi.json')).json
    expect([openapi.slice(0, 3), servers[0].url]).toEqual(['3.1', it.vault.localUrl])
    const listed = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(listed.sort()).toEqual(
      [
        ...['GET /whois', 'HEAD /whois', 'GET /logs', 'PATCH /public-key', 'POST /provision'],
        ...['GET /files/{metaEnvelopeId}', 'GET /files/{ename}/{metaEnvelopeId}'],
        ...['HEAD /files/{ename}/{metaEnvelopeId}', 'GET /.well-known/jwks.json', 'GET /health'],
        ...['POST /passphrase/set', 'POST /passphrase/compare', 'GET /passphrase/status'],
        ...['GET /identity-log', 'POST /recovery/requests', 'POST /recovery/veto'],
        ...['GET /recovery/requests/{id}', 'POST /graphql', 'GET /migration'],
        ...['POST /migration/arrivals', 'POST /migration/arrived', 'POST /migration/left'],
        ...['POST /migration/records', 'POST /migration/files', 'POST /migration/identity-log'],
        ...['PUT /subscription', 'GET /subscription', 'DELETE /subscription'],
      ].sort(),
    )
    for (const route of listed) {
      const [method = '', path = ''] = route.split(' ')
      expect(docs.text).toContain(path)
      const answer = await it.call(path.replace(/[{}]/g, ''), { method })
      expect([route, answer.json]).not.toEqual([route, { error: 'Not found' }])
    }
  })
})

test('under guarded a web page is let in once its platform is, and put out when it is blocked', async () => {
  const asked = {
    ...page,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-ename,authorization',
  }
  const named = { 'x-ename': guarded.vault.ename }
  const seen = async (origin: Headers = page) => {
    const request = { ...origin, ...named, ...(await bearer('https://page.example.com', guarded)) }
    const body = { query: '{ metaEnvelopes { totalCount } }' }
    return [
      await guarded.call('/graphql', { method: 'OPTIONS', headers: { ...asked, ...origin } }),
      await guarded.call('/graphql', { body, headers: request }),
      await guarded.call('/whois', { headers: { ...origin, ...named } }),
    ].map((answer) => [answer.status, allowedOrigin(answer) !== undefined])
  }
  const out = [403, false]
  const letIn = [204, 200, 200].map((status) => [status, true])
  expect(await seen()).toEqual([out, out, out])
  for (const decision of ['everything', 'read', 'ontologies']) {
    await decide('https://PAGE.example.com/', decision, guarded)
    expect(await seen()).toEqual(letIn)
    for (const origin of ['http://page.example.com', 'https://page.example.com.evil.example']) {
      expect(await seen({ origin })).toEqual([out, out, out])
    }
  }
  await decide('https://page.example.com', 'blocked', guarded)
  expect(await seen()).toEqual([out, out, out])
})

test('while the registry is down, platforms and the owner go on; strangers are told why not', async () => {
  await using directory = await temporaryDirectory()
  const [secret, signer] = ['shared-secret-of-the-test', await makeRegistryKey('a-kid')]
  const options = { directory: directory.path, port: 0, secret, signer }
  const registry = await startEmbeddedRegistry(options)
  const keys = memorySecretStore()
  await using of = await openTestVault({
    config: { registry: registry.url },
    means: { registrySecret: secret },
    secretStore: keys,
  })
  const id = await of.create({}, [])
  const read = (headers: Headers) =>
    of.graphql('query ($id: ID!) { metaEnvelope(id: $id) { id } }', { id }, headers)
  const token = async (platform: string, { sign } = signer) => {
    const content = { kid: 'a-kid', payload: { platform }, lifetimeSeconds: 60 }
    return { authorization: `Bearer ${await signJwt(content, sign)}` }
  }
  expect((await read(await token('a'))).data.metaEnvelope).toEqual({ id })
  await using people = await openPeople(of)
  const person = await (await people.meet('@somebody.w3id')).headers(of.vault)
  const unheardOf = (await makeKey()).as('@unheard-of.w3id')
  await registry[Symbol.asyncDispose]()

  // Another token, not one that is remembered as good.
  expect((await read(await token('b'))).data.metaEnvelope).toEqual({ id })
  const owner = await (await ownerOf(of, keys.secrets)).headers(of.vault)
  expect((await read(owner)).data.metaEnvelope).toEqual({ id })
  expect((await read(await token('a', await makeRegistryKey('a-kid')))).status).toBe(401)
  const stranger = { authorization: `Bearer ${await unheardOf.token(of.vault.ename)}` }
  for (const headers of [person, stranger]) {
    const { status, data, errors } = await read(headers)
    expect([data, status >= 400]).toEqual([null, true])
    expect(errors[0]?.message).toMatch(/registry/i)
  }
})
