import { request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { openChangeStream } from './support/event-stream.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

const secretStore = memorySecretStore()
let it: TestVault
/** Set, the vault's clock fails with it: an error nobody expects, in the middle of a write. */
let clockFailure: Error | null = null
beforeAll(async () => {
  const now = () => {
    if (clockFailure !== null) throw clockFailure
    return Date.now()
  }
  it = await openTestVault({ secretStore, means: { now } })
})
afterAll(() => it[Symbol.asyncDispose]())

const createOne = `mutation ($payload: JSON!, $acl: [String!]!) {
  createMetaEnvelope(input: { ontology: "o", payload: $payload, acl: $acl }) {
    metaEnvelope { id } errors { field message code }
  }
}`
const readOne = 'query ($id: ID!) { metaEnvelope(id: $id) { id } }'
const named = () => ({ 'x-ename': it.vault.ename })
const post = (body: unknown, headers = {}) =>
  it.call('/graphql', { body, headers: { ...named(), ...headers } })

describe('a body that is no request', () => {
  test.each<[string, unknown, number]>([
    ['cut JSON', '{"query": "{ __typ', 400],
    ['text', 'hello', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a number', '5', 400],
    ['a string', '"{ __typename }"', 400],
    ['a list', '[{"query":"{ __typename }"}]', 400],
    ['an object without query', '{}', 400],
    ['a query that is no text', '{"query":5}', 400],
    ['variables that are no object', '{"query":"{ __typename }","variables":5}', 400],
    ['broken UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22]), 400],
  ])('%s is answered in GraphQL’s form', async (_what, body, status) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(answer.json.errors).toMatchObject([{ message: expect.any(String) }])
    expect(answer.json.errors).toHaveLength(1)
  })

  test('a query of a hundred thousand brackets is refused, and the vault lives on', async () => {
    const depth = 100_000
    const literal = `${'['.repeat(depth)}1${']'.repeat(depth)}`
    const query = `mutation { createMetaEnvelope(input: { ontology: "o", acl: [], payload: { a: ${literal} } }) { errors { code } } }`
    const answer = await post({ query })
    expect(JSON.stringify(answer.json)).toMatch(/"errors":\[\{/)
    const payload = `{"a":${literal}}`
    const variables = `{"payload":${payload},"acl":[]}`
    const refused = await post(`{"query":${JSON.stringify(createOne)},"variables":${variables}}`)
    expect(refused.json.data.createMetaEnvelope.errors).toMatchObject([{ code: 'INVALID_PAYLOAD' }])
    expect((await it.call('/health')).status).toBe(200)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/xml',
  ])('as %s is refused with 415: a web page could send it unasked', async (type) => {
    const body = JSON.stringify({ query: '{ __typename }' })
    const answer = await post(body, { 'content-type': type })
    expect(answer.status).toBe(415)
    expect(answer.json.errors).toHaveLength(1)
    const { url, token } = it.vault.owner
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    expect((await call(url, { body, headers })).status).toBe(415)
  })

  test('without a content type is refused with 415', async () => {
    const body = JSON.stringify({ query: '{ __typename }' })
    expect((await post(body, { 'content-type': null })).status).toBe(415)
  })

  test('a body of 10 MB is refused with 413, whoever sends it', async () => {
    const body = JSON.stringify({
      query: '{ __typename }',
      variables: { x: 'x'.repeat(10_000_000) },
    })
    const fetched = await fetch(`${it.vault.localUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...named() },
      body,
    })
    expect(fetched.status).toBe(413)
    expect(await fetched.json()).toMatchObject({ errors: [{ message: expect.any(String) }] })
    for (let round = 0; round < 5; round += 1) {
      expect((await post(body)).status).toBe(413)
      expect((await sendInChunks(body)).status).toBe(413)
    }
    expect((await it.call('/health')).status).toBe(200)
  })

  test('seven megabytes are taken', async () => {
    const payload = { text: 'x'.repeat(7_000_000) }
    const { data } = await it.graphql(createOne, { payload, acl: [] })
    expect(data.createMetaEnvelope.errors).toEqual([])
  })

  /** Without telling the length before. */
  function sendInChunks(body: string): Promise<{ status: number }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
      const url = `${it.vault.localUrl}/graphql`
      const outgoing = request(url, { method: 'POST', headers, agent: false }, (answer) => {
        answer.resume()
        resolve({ status: answer.statusCode ?? 0 })
      })
      outgoing.on('error', reject)
      for (let at = 0; at < body.length; at += 65_536) outgoing.write(body.slice(at, at + 65_536))
      outgoing.end()
    })
  }
})

describe('requests that are none of ours', () => {
  test('GET /graphql is not answered, so no link can make a query', async () => {
    const answer = await it.call('/graphql?query=%7B__typename%7D', { headers: named() })
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('Query')
  })

  test.each(['/', '/nowhere', '/graphql/x', '/whois/x'])('%s is 404', async (path) => {
    expect(await it.call(path)).toMatchObject({ status: 404, json: { error: 'Not found' } })
  })

  test('a path that can’t be decoded is 400', async () => {
    expect((await it.call('/%E0%A4%A')).status).toBe(400)
  })

  test('noise on the socket ends that connection only', async () => {
    const { port } = new URL(it.vault.localUrl)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {}).resume()
    socket.end('\x16\x03\x01\x02\x00 hello\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
    expect((await it.call('/health')).json).toEqual({ status: 'ok', version: '0.0.0-test' })
  })

  test('an answer tells nothing of what serves it', async () => {
    const { headers } = await it.call('/health')
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })
})

describe('X-ENAME', () => {
  test.each([
    [null, 'MISSING_ENAME'],
    ['', 'MISSING_ENAME'],
    [' ', 'MISSING_ENAME'],
    ['@', 'INVALID_ENAME'],
    ['x'.repeat(600), 'INVALID_ENAME'],
    ['@00000000-0000-4000-8000-000000000000', 'UNKNOWN_ENAME'],
  ])('%j is %s: an error of a query, an entry of a mutation’s errors', async (name, code) => {
    const headers = { 'x-ename': name }
    const query = await it.graphql(readOne, { id: 'x' }, headers)
    expect(query).toMatchObject({
      status: 200,
      data: { metaEnvelope: null },
      errors: [{ extensions: { code }, path: ['metaEnvelope'] }],
    })
    const mutation = await it.graphql(createOne, { payload: {}, acl: [] }, headers)
    expect(mutation.errors).toEqual([])
    expect(mutation.data.createMetaEnvelope).toMatchObject({
      metaEnvelope: null,
      errors: [{ code }],
    })
  })

  test('is compared in its normal form', async () => {
    const { ename } = it.vault
    for (const name of [ename.toUpperCase(), ename.slice(1), ` ${ename} `]) {
      const { errors } = await it.graphql(readOne, { id: 'x' }, { 'x-ename': name })
      expect(errors).toEqual([])
    }
  })
})

describe('/whois', () => {
  test('names the vault, with a certificate by the registry for the owner’s key', async () => {
    const { status, json } = await it.call('/whois', { headers: named() })
    expect(status).toBe(200)
    expect(Object.keys(json)).toEqual(['w3id', 'evaultId', 'keyBindingCertificates'])
    expect(json.w3id).toBe(it.vault.ename)
    expect(secretStore.secrets.has(`${json.evaultId}/owner`)).toBe(true)
    const jwks = createRemoteJWKSet(new URL(`${it.vault.registry.url}/.well-known/jwks.json`))
    const [certificate] = json.keyBindingCertificates
    const { payload } = await jwtVerify(certificate, jwks, { algorithms: ['ES256'] })
    expect(payload).toMatchObject({ ename: it.vault.ename, publicKey: await ownersKey() })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600)
  })

  test('is where the registry sends those who resolve the eName', async () => {
    const query = `w3id=${encodeURIComponent(it.vault.ename)}`
    const { json } = await call(`${it.vault.registry.url}/resolve?${query}`)
    expect(json).toMatchObject({ ename: it.vault.ename, uri: it.vault.localUrl })
    expect((await call(`${json.uri}/whois`, { headers: named() })).json.evaultId).toBe(json.evault)
  })

  test('needs X-ENAME, and knows no other vault', async () => {
    expect(await it.call('/whois')).toMatchObject({
      status: 400,
      json: { error: expect.any(String) },
    })
    const headers = { 'x-ename': '@somebody-else' }
    expect(await it.call('/whois', { headers })).toMatchObject({
      status: 404,
      json: { error: expect.any(String) },
    })
  })

  test('HEAD is 200 without X-ENAME: platforms poll it', async () => {
    const answer = await it.call('/whois', { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, text: '' })
  })

  /** The public half of what the keychain holds, made without our own code. */
  async function ownersKey(): Promise<string> {
    const { createPrivateKey, createPublicKey } = await import('node:crypto')
    const { base58btc } = await import('multiformats/bases/base58')
    const [, pkcs8 = ''] = [...secretStore.secrets].find(([n]) => n.endsWith('/owner')) ?? []
    const key = Buffer.from(pkcs8, 'base64')
    const publicKey = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
    return base58btc.encode(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))
  }
})

describe('ids', () => {
  test.each(['', ' ', 'x'.repeat(10_000), "' OR 1=1 --", '\ud800', '😀'])(
    '%j is simply not there',
    async (id) => {
      const headers = { authorization: `Bearer ${await it.platformToken()}` }
      expect(await it.graphql(readOne, { id }, headers)).toMatchObject({
        data: { metaEnvelope: null },
        errors: [],
      })
      const list = 'query ($id: ID) { metaEnvelopes(filter: { ontologyId: $id }) { totalCount } }'
      const { data } = await it.graphql(list, { id }, headers)
      expect(data.metaEnvelopes.totalCount).toBe(0)
      const remove = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { errors { code } } }'
      const removed = await it.graphql(remove, { id }, headers)
      expect(removed.data.removeMetaEnvelope.errors).toEqual([{ code: 'NOT_FOUND' }])
      const restore = 'mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }'
      const restored = await it.owner(restore, { id })
      expect(restored.data.restoreMetaEnvelope.errors).toEqual([{ code: 'NOT_FOUND' }])
    },
  )
})

test('an id with NUL, which no text in the database can hold, is refused and not logged', async () => {
  const lines = it.logged.length
  const id = 'a\0b'
  const read = await it.graphql(readOne, { id })
  expect(read.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  const restore = 'mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }'
  const restored = await it.owner(restore, { id })
  expect(restored.data.restoreMetaEnvelope.errors).toEqual([{ code: 'INVALID_INPUT' }])
  expect(it.logged.slice(lines)).toEqual([])
})

describe('an error nobody expected', () => {
  const secret = "SELECT 'the diary' FROM /root/.secrets"

  test('is told as an id, by which the log has its cause', async () => {
    clockFailure = new Error(secret)
    const answer = await post({ query: createOne, variables: { payload: {}, acl: [] } })
    clockFailure = null
    const [error] = answer.json.data.createMetaEnvelope.errors
    expect(error.code).toBe('CREATE_FAILED')
    const errorId = /Error ([0-9a-f-]{36}) in its log/.exec(error.message)?.[1] ?? 'no id'
    expect(answer.text).not.toMatch(/SELECT|diary|root|\.ts|stack/i)
    const [line, ...more] = it.logged.filter((text) => text.includes(errorId))
    expect(line).toContain('the diary')
    expect(more).toEqual([])
    expect(await it.create()).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('live changes', () => {
  test('reach the owner within a second of being made on the local listener', async () => {
    await using changes = await openChangeStream(it.vault.owner)
    const id = await it.create({ hello: 'there' }, ['*'])
    const made = performance.now()
    expect(await changes.next()).toEqual({
      kind: 'CREATED',
      id,
      ontology: 'a-type',
      metaEnvelope: { id, parsed: { hello: 'there' }, acl: ['*'] },
    })
    expect(performance.now() - made).toBeLessThan(1_000)

    const headers = { authorization: `Bearer ${await it.platformToken()}` }
    const change = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }'
    await it.graphql(change, { id }, headers)
    expect(await changes.next()).toMatchObject({ kind: 'DELETED', id, metaEnvelope: null })
    await it.owner('mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }', {
      id,
    })
    expect(await changes.next()).toMatchObject({ kind: 'RESTORED', id, metaEnvelope: { id } })
  })

  test('none is missed from the moment the stream is open', async () => {
    for (let round = 0; round < 10; round += 1) {
      await using changes = await openChangeStream(it.vault.owner)
      const ids = [await it.create(), await it.create()]
      expect([(await changes.next()).id, (await changes.next()).id]).toEqual(ids)
    }
  })

  test('a stream that went away disturbs nobody', async () => {
    const lines = it.logged.length
    await using staying = await openChangeStream(it.vault.owner)
    const leaving = await openChangeStream(it.vault.owner)
    await leaving[Symbol.asyncDispose]()
    await delay(50)
    const id = await it.create()
    expect((await staying.next()).id).toBe(id)
    expect(it.logged.slice(lines)).toEqual([])
  })

  test('need the owner’s token, and the owner’s vault', async () => {
    const { url, token } = it.vault.owner
    await expect(openChangeStream({ url, token: 'guessed' })).rejects.toThrow('401')
    const answer = await call(url, {
      body: { query: 'subscription { metaEnvelopeChanged { id } }' },
      headers: {
        ...{ accept: 'text/event-stream', authorization: `Bearer ${token}` },
        ...{ 'x-ename': '@somebody-else' },
      },
    })
    expect(answer.text).toContain('UNKNOWN_ENAME')
  })
})
