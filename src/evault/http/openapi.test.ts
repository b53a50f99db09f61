import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeApi, graphqlDescription, type JsonSchema } from './openapi.ts'
import { defineRoute, type RouteDescription, refusal, wholeNumber } from './route.ts'

const info = {
  title: 'eVault',
  version: '1.2.3',
  description: 'A vault',
  serverUrl: 'http://127.0.0.1:4000',
}

const entrySchema = z
  .object({
    id: z.string(),
    operation: z.enum(['create', 'delete']),
    ontology: z.string().nullable(),
  })
  .meta({ id: 'LogEntry', description: 'One operation' })

const logs = defineRoute({
  method: 'GET',
  path: '/logs',
  summary: 'Reads the log',
  description: 'Newest first.',
  needs: 'ename',
  query: z.object({
    limit: wholeNumber(1, 100).default(20).describe('Page size'),
    cursor: z.string().optional(),
    from: z.iso.datetime(),
  }),
  answers: {
    200: {
      description: 'A page',
      schema: z.object({ logs: z.array(entrySchema), nextCursor: z.string().nullable() }),
    },
    400: refusal('Wrong input'),
  },
  handle: async () => ({ logs: [], nextCursor: null }),
})

const routes: RouteDescription[] = [
  logs,
  {
    method: 'HEAD',
    path: '/whois',
    summary: 'Says that it is there',
    needs: 'none',
    answers: { 200: { description: 'It is' } },
  },
  {
    method: 'GET',
    path: '/whois',
    summary: 'Names the vault',
    needs: 'ename',
    answers: {
      200: { description: 'It is', schema: z.strictObject({ w3id: z.string() }) },
      404: refusal('No such vault'),
    },
  },
  {
    method: 'PATCH',
    path: '/public-key',
    summary: 'Adds a key',
    needs: 'ename-and-token',
    body: z.object({ publicKey: z.string().min(1).describe('Multibase') }),
    answers: { 200: { description: 'Added', schema: z.object({ success: z.boolean() }) } },
  },
  {
    method: 'GET',
    path: '/files/:metaEnvelopeId',
    summary: 'Leads to a file',
    needs: 'ename-and-optional-token',
    params: z.object({ metaEnvelopeId: z.string() }),
    answers: { 302: { description: 'Found', headers: { Location: 'Where it is' } } },
  },
  {
    method: 'GET',
    path: '/docs',
    summary: 'This page',
    needs: 'none',
    answers: {
      200: { description: 'HTML', contentType: 'text/html; charset=utf-8', schema: z.string() },
    },
  },
  graphqlDescription,
]

const document = describeApi(routes, info)

/** Every value under this key, wherever it stands. */
function everywhere(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inside]) => [
    ...(name === key ? [inside] : []),
    ...everywhere(inside, key),
  ])
}

describe('the document', () => {
  test('has the members OpenAPI 3.1 requires', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.info).toEqual({ title: 'eVault', version: '1.2.3', description: 'A vault' })
    expect(document.servers).toEqual([{ url: 'http://127.0.0.1:4000' }])
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
    for (const { responses, parameters, security, requestBody } of operations) {
      expect(Object.keys(responses).length).toBeGreaterThan(0)
      for (const [status, answer] of Object.entries(responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/)
        expect(answer.description).not.toBe('')
      }
      for (const { name, in: place, schema, required } of parameters) {
        expect(name).not.toBe('')
        expect(['path', 'query', 'header']).toContain(place)
        expect(typeof schema).toBe('object')
        if (place === 'path') expect(required).toBe(true)
      }
      for (const way of security) {
        for (const name of Object.keys(way)) {
          expect(Object.keys(document.components.securitySchemes)).toContain(name)
        }
      }
      if (requestBody !== undefined) expect(Object.keys(requestBody.content)).toHaveLength(1)
    }
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('has every route, and each reference resolves', () => {
    for (const { method, path } of routes) {
      const template = path.replace(':metaEnvelopeId', '{metaEnvelopeId}')
      expect(document.paths[template]?.[method.toLowerCase()]).toBeDefined()
    }
    const references = everywhere(document, '$ref')
    expect(references).toContain('#/components/schemas/LogEntry')
    for (const reference of references) {
      const [, ...names] = String(reference).split('/')
      let target: unknown = document
      for (const name of names) target = (target as JsonSchema)[name]
      expect(target).toMatchObject({ type: 'object' })
    }
    expect(Object.keys(document.components.schemas).sort()).toEqual(['LogEntry', 'Refusal'])
    for (const keyword of ['$defs', '$schema', 'id']) {
      const found = everywhere(document, keyword).filter((value) => typeof value === 'string')
      expect(found).toEqual([])
    }
  })

  test('says what a query takes', () => {
    expect(document.paths['/logs']?.get?.parameters).toEqual([
      expect.objectContaining({ name: 'X-ENAME', in: 'header', required: true }),
      {
        name: 'limit',
        in: 'query',
        required: false,
        description: 'Page size',
        schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      },
      { name: 'cursor', in: 'query', required: false, schema: { type: 'string' } },
      {
        name: 'from',
        in: 'query',
        required: true,
        schema: expect.objectContaining({ type: 'string', format: 'date-time' }),
      },
    ])
  })

  test('says who may come in', () => {
    const security = (path: string, method: string) => document.paths[path]?.[method]?.security
    expect(security('/logs', 'get')).toEqual([])
    expect(security('/public-key', 'patch')).toEqual([{ bearer: [] }])
    expect(security('/graphql', 'post')).toEqual([{}, { bearer: [] }])
    expect(document.components.securitySchemes.bearer).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    })
    expect(document.paths['/whois']?.head?.parameters).toEqual([])
  })

  test('says what comes back', () => {
    expect(document.paths['/logs']?.get?.responses).toEqual({
      200: {
        description: 'A page',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                logs: { type: 'array', items: { $ref: '#/components/schemas/LogEntry' } },
                nextCursor: { type: ['string', 'null'] },
              },
              required: ['logs', 'nextCursor'],
            },
          },
        },
      },
      400: {
        description: 'Wrong input',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    })
    const whois = document.paths['/whois']?.get?.responses['200']?.content?.['application/json']
    expect(whois?.schema).toMatchObject({ additionalProperties: false })
    const file = document.paths['/files/{metaEnvelopeId}']?.get
    expect(file?.operationId).toBe('getFilesMetaEnvelopeId')
    expect(file?.parameters[1]).toMatchObject({ name: 'metaEnvelopeId', in: 'path' })
    expect(file?.responses['302']?.headers?.Location).toEqual({
      description: 'Where it is',
      schema: { type: 'string' },
    })
    expect(Object.keys(document.paths['/docs']?.get?.responses['200']?.content ?? {})).toEqual([
      'text/html',
    ])
  })

  test('describes GraphQL', () => {
    const body = document.paths['/graphql']?.post?.requestBody
    expect(body?.required).toBe(true)
    expect(body?.content['application/json']?.schema).toMatchObject({
      required: ['query'],
      properties: { query: { type: 'string' }, variables: {}, operationName: {} },
    })
  })
})

describe('what can’t be described is found when the document is made', () => {
  const answering = (schema: z.ZodType): RouteDescription => ({
    method: 'GET',
    path: '/x',
    summary: 'x',
    needs: 'none',
    answers: { 200: { description: 'x', schema } },
  })
  const other = { ...answering(z.object({ other: z.string() }).meta({ id: 'OpenApiTestTwo' })) }

  test.each([
    ['bigint', [answering(z.bigint())], /bigint/i],
    ['dates', [answering(z.date())], /date/i],
    ['a route there twice', [answering(z.string()), answering(z.string())], /twice/],
    ['a path parameter not declared', [{ ...answering(z.string()), path: '/:id' }], /declared/],
    [
      'a parameter that is not in the path',
      [{ ...answering(z.string()), params: z.object({ id: z.string() }) }],
      /declared/,
    ],
  ])('%s', (_what, described, message) => {
    expect(() => describeApi(described, info)).toThrow(message)
  })

  test('a schema that contains itself and has no id', () => {
    const tree: z.ZodType = z.object({
      get children() {
        return z.array(tree)
      },
    })
    expect(() => describeApi([answering(tree)], info)).toThrow(/needs an id/)
  })

  test('one that has an id is described once', () => {
    const tree: z.ZodType = z
      .object({
        get children() {
          return z.array(tree)
        },
      })
      .meta({ id: 'OpenApiTestTree' })
    const described = describeApi([answering(tree), { ...other, path: '/y' }], info)
    expect(described.components.schemas.OpenApiTestTree).toMatchObject({
      properties: { children: { items: { $ref: '#/components/schemas/OpenApiTestTree' } } },
    })
  })
})
