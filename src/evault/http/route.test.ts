import fc from 'fast-check'
import Fastify, { type FastifyReply } from 'fastify'
import pino from 'pino'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { call } from '../../../test/support/call.ts'
import { RequestError } from '../errors.ts'
import { createLoopbackServer, listen } from './listener.ts'
import { defineRoute, refusal, serveRoutes, wholeNumber } from './route.ts'

const logSchema = z.strictObject({
  limit: z.number(),
  cursor: z.string().nullable(),
  ename: z.string(),
})

const logs = defineRoute({
  method: 'GET',
  path: '/logs',
  summary: 'Reads the log',
  needs: 'ename',
  query: z.object({
    limit: wholeNumber(1, 100).default(20),
    cursor: z.string().min(3).max(10).optional(),
    order: z.enum(['newest', 'oldest']).optional(),
  }),
  answers: {
    200: { description: 'The log', schema: logSchema },
    400: refusal('Something is wrong with the input'),
  },
  async handle({ query, params, body, ename }) {
    expectTypeOf(query.limit).toEqualTypeOf<number>()
    expectTypeOf(query.cursor).toEqualTypeOf<string | undefined>()
    expectTypeOf(ename).toEqualTypeOf<string>()
    expectTypeOf(body).toEqualTypeOf<undefined>()
    expectTypeOf(params).toEqualTypeOf<undefined>()
    return { limit: query.limit, cursor: query.cursor ?? null, ename }
  },
})

const bodySchema = z.object({
  publicKey: z.string().min(1),
  many: z
    .array(z.object({ id: z.string(), count: z.int().max(5) }))
    .max(2)
    .optional(),
  flag: z.boolean().optional(),
  map: z.record(z.string(), z.string()).optional(),
  at: z.iso.datetime().optional(),
})

const setKey = defineRoute({
  method: 'PATCH',
  path: '/public-key',
  summary: 'Adds a key',
  needs: 'none',
  body: bodySchema,
  answers: { 200: { description: 'Added', schema: z.object({ publicKey: z.string() }) } },
  async handle({ body, ename }) {
    expectTypeOf(ename).toEqualTypeOf<null>()
    expectTypeOf(body).toEqualTypeOf<z.output<typeof bodySchema>>()
    return { publicKey: body.publicKey }
  },
})

const file = defineRoute({
  method: 'GET',
  path: '/files/:metaEnvelopeId',
  summary: 'Leads to a file',
  needs: 'ename',
  params: z.object({ metaEnvelopeId: z.string().max(50) }),
  answers: {
    302: { description: 'Found', headers: { Location: 'Where it is' } },
    404: refusal('Not there'),
  },
  async handle({ params, reply }): Promise<FastifyReply> {
    expectTypeOf(params.metaEnvelopeId).toEqualTypeOf<string>()
    return reply.redirect(`https://files.example/${encodeURIComponent(params.metaEnvelopeId)}`)
  },
})

const plain = defineRoute({
  method: 'GET',
  path: '/docs',
  summary: 'A page',
  needs: 'none',
  answers: {
    200: { description: 'HTML', contentType: 'text/html; charset=utf-8', schema: z.string() },
  },
  handle: async () => '<h1>Hello</h1>',
})

const whois = defineRoute({
  method: 'GET',
  path: '/whois',
  summary: 'Names the vault',
  needs: 'ename',
  answers: { 200: { description: 'The vault', schema: z.object({ w3id: z.string() }) } },
  handle: async ({ ename }) => ({ w3id: ename }),
})

const poll = defineRoute({
  method: 'HEAD',
  path: '/whois',
  summary: 'Says that the vault is there',
  needs: 'none',
  answers: { 200: { description: 'It is' } },
  async handle() {},
})

const failing = defineRoute({
  method: 'POST',
  path: '/failing',
  summary: 'Fails',
  needs: 'none',
  body: z.object({ how: z.enum(['refused', 'unexpected', 'created']) }),
  answers: { 201: { description: 'Made', schema: z.object({ how: z.string() }) } },
  async handle({ body: { how }, reply }) {
    if (how === 'refused') throw new RequestError('UNAUTHENTICATED', 'Who are you?')
    if (how === 'unexpected') throw new Error('the diary')
    reply.code(201)
    return { how }
  },
})

const log = pino({ level: 'silent' })
const app = createLoopbackServer(log)
serveRoutes(app, [logs, setKey, file, plain, poll, whois, failing])

const named = { 'x-ename': 'Somebody' }
async function ask(url: string, headers: Record<string, string> = named) {
  const answer = await app.inject({ url, headers })
  return { status: answer.statusCode, json: answer.json() }
}
async function send(payload: object | string, url: '/public-key' | '/failing' = '/public-key') {
  const method = url === '/failing' ? 'POST' : 'PATCH'
  const headers = { 'content-type': 'application/json' }
  const answer = await app.inject({ url, method, headers, payload })
  return { status: answer.statusCode, json: answer.json() }
}

describe('a handler', () => {
  test('gets its input parsed, with defaults, and X-ENAME in its normal form', async () => {
    const { status, json } = await ask('/logs?limit=7&cursor=a%7Cb&unheard=of')
    expect({ status, json }).toEqual({
      status: 200,
      json: { limit: 7, cursor: 'a|b', ename: '@somebody' },
    })
    expect((await ask('/logs')).json.limit).toBe(20)
    expect(logs.answers[200].schema.parse(json)).toEqual(json)
  })

  test('answers with the status, the type and the reply it chooses', async () => {
    expect(await send({ how: 'created' }, '/failing')).toEqual({
      status: 201,
      json: { how: 'created' },
    })
    const page = await app.inject({ url: '/docs' })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toBe('<h1>Hello</h1>')
    const found = await app.inject({ url: '/files/a%2Fb', headers: named })
    expect([found.statusCode, found.headers.location]).toEqual([302, 'https://files.example/a%2Fb'])
  })

  test('without a body answers nothing, and HEAD has its own handler where one is declared', async () => {
    await using listener = await listen(serving(), 0)
    const headed = await call(`${listener.url}/whois`, { method: 'HEAD' })
    expect(headed).toMatchObject({ status: 200, text: '' })
    expect(await call(`${listener.url}/docs`, { method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'content-length': '14' },
      text: '',
    })
    expect(await call(`${listener.url}/whois`)).toMatchObject({ status: 400 })
  })

  test('refuses and fails by throwing', async () => {
    expect(await send({ how: 'refused' }, '/failing')).toEqual({
      status: 401,
      json: { error: 'Who are you?' },
    })
    const { status, json } = await send({ how: 'unexpected' }, '/failing')
    expect(status).toBe(500)
    expect(json.error).not.toContain('diary')
  })

  function serving() {
    const fresh = createLoopbackServer(log)
    serveRoutes(fresh, [plain, poll, whois])
    return fresh
  }
})

describe('input that is wrong is answered with 400 and the field’s name', () => {
  test.each([
    ['limit=0', 'limit: must be 1 to 100'],
    ['limit=101', 'limit: must be 1 to 100'],
    ['limit=', 'limit: must be 1 to 100'],
    ['limit=ten', 'limit: must be 1 to 100'],
    ['limit=1.5', 'limit: must be 1 to 100'],
    ['limit=-1', 'limit: must be 1 to 100'],
    ['limit=1&limit=2', 'limit: must be 1 to 100'],
    ['limit=1e999', 'limit: must be 1 to 100'],
    ['cursor=a', 'cursor: must have at least 3 characters'],
    ['cursor=12345678901', 'cursor: must have at most 10 characters'],
    ['cursor=abc&cursor=def', 'cursor: must be text'],
    ['order=up', 'order: must be one of newest, oldest'],
  ])('?%s', async (query, error) => {
    expect(await ask(`/logs?${query}`)).toEqual({ status: 400, json: { error } })
  })

  test.each([
    [{}, 'publicKey: is required'],
    [{ publicKey: 5 }, 'publicKey: must be text'],
    [{ publicKey: null }, 'publicKey: must be text'],
    [{ publicKey: '' }, 'publicKey: must not be empty'],
    [{ publicKey: 'k', many: 'x' }, 'many: must be a list'],
    [{ publicKey: 'k', many: [{}, {}, {}] }, 'many: must have at most 2 elements'],
    [{ publicKey: 'k', many: [{ count: 1 }] }, 'many[0].id: is required'],
    [{ publicKey: 'k', many: [{ id: 'a', count: 6 }] }, 'many[0].count: must be at most 5'],
    [{ publicKey: 'k', many: [{ id: 'a', count: 0.5 }] }, 'many[0].count: must be a whole number'],
    [{ publicKey: 'k', flag: 'yes' }, 'flag: must be true or false'],
    [{ publicKey: 'k', map: { a: 1 } }, 'map.a: must be text'],
    [{ publicKey: 'k', at: 'today' }, 'at: must be a valid datetime'],
    ['[]', 'body: must be an object'],
    ['null', 'body: must be an object'],
    ['"text"', 'body: must be an object'],
  ])('%j', async (body, error) => {
    expect(await send(body)).toEqual({ status: 400, json: { error } })
  })

  test('a body that is missing or no JSON', async () => {
    const none = await app.inject({ url: '/public-key', method: 'PATCH' })
    expect([none.statusCode, none.json()]).toEqual([400, { error: 'body: is required' }])
    expect((await send('{"publicKey')).status).toBe(400)
  })

  test('a path', async () => {
    expect(await ask(`/files/${'x'.repeat(51)}`)).toEqual({
      status: 400,
      json: { error: 'metaEnvelopeId: must have at most 50 characters' },
    })
  })

  test('X-ENAME, before all else', async () => {
    expect(await ask('/logs?limit=0', {})).toEqual({
      status: 400,
      json: { error: 'X-ENAME header is required' },
    })
    expect((await ask('/logs', { 'x-ename': '@' })).status).toBe(400)
  })
})

test('whatever is sent, the answer is 200 or a refusal without a stack', async () => {
  const fields = fc.record({ publicKey: fc.jsonValue(), many: fc.jsonValue() })
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fields), fc.webQueryParameters(), async (body, query) => {
      for (const { status, json } of [await send(body), await ask(`/logs?${query}`)]) {
        expect([200, 400]).toContain(status)
        if (status === 400) expect(json.error).toMatch(/^[^\n]{1,400}$/)
      }
    }),
    { numRuns: 200 },
  )
})

test('a refusal reaches any app’s error handler as a RequestError', async () => {
  const bare = Fastify()
  const caught: unknown[] = []
  bare.setErrorHandler((error, _, reply) => {
    caught.push(error)
    return reply.code(418).send()
  })
  serveRoutes(bare, [logs])
  expect((await bare.inject({ url: '/logs?limit=0', headers: named })).statusCode).toBe(418)
  expect(caught).toMatchObject([{ name: 'RequestError', code: 'INVALID_INPUT', field: 'limit' }])
})

test('a handler may answer only with what it declares', () => {
  defineRoute({
    method: 'GET',
    path: '/wrong',
    summary: 'Does not compile',
    needs: 'none',
    answers: { 200: { description: 'A number', schema: z.object({ n: z.number() }) } },
    // @ts-expect-error `n` is a number.
    handle: async () => ({ n: 'text' }),
  })
})
