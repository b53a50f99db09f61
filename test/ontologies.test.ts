import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Validator } from '@cfworker/json-schema'
import { afterEach, expect, test } from 'vitest'
import { builtInSchemas } from '../src/evault/ontologies/built-in.ts'
import { createOntologies } from '../src/evault/ontologies/ontologies.ts'
import { knownOntologies } from '../src/w3id/known-ontologies.ts'
import { openTestVault } from './support/test-vault.ts'

const post = '550e8400-e29b-41d4-a716-446655440001'
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const json = (response: ServerResponse, value: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value))

test('every type of the network has a JSON Schema that holds for a record of it', () => {
  for (const { id, title, required } of knownOntologies) {
    const schema = builtInSchemas.get(id)
    expect(schema).toMatchObject({ $id: id, title, required: required.split(' ') })
    expect(new Validator(schema as object, '7').validate({}).valid).toBe(false)
  }
  const validate = (value: object) =>
    new Validator(builtInSchemas.get(post) as object, '7').validate(value).valid
  const record = { id: '1', authorId: '@a', createdAt: '2026-01-02T03:04:05Z', other: 1 }
  expect(validate(record)).toBe(true)
  expect(validate({ ...record, hashtags: 'no list' })).toBe(false)
})

test('the owner gets schemas and titles, built in where no service is configured', async () => {
  await using it = await openTestVault()
  const query = 'query ($id: ID!) { ontologySchema(id: $id) knownOntologies { id title } }'
  const { data } = await it.owner(query, { id: post })
  expect(data.ontologySchema.properties.hashtags).toEqual({
    type: 'array',
    items: { type: 'string' },
  })
  expect(data.knownOntologies).toContainEqual({ id: post, title: 'SocialMediaPost' })
  expect((await it.owner(query, { id: 'unknown' })).data.ontologySchema).toBeNull()
  const { errors } = await it.graphql(query, { id: post })
  expect(errors[0]?.message).toContain('Cannot query field')
})

test('a configured service wins, is asked once, and may go away', async () => {
  let isAway = false
  const asked: string[] = []
  const serviceUrl = await serve((request, response) => {
    asked.push(request.url ?? '')
    if (isAway) return void response.writeHead(503).end()
    if (request.url === '/schemas') return void json(response, [{ id: post, title: 'Post' }])
    if (request.url === '/schemas/own%2Ftype') return void json(response, { title: 'Own' })
    response.writeHead(404).end()
  })
  let now = 0
  const log = { warn() {} } as never
  const ontologies = createOntologies({ serviceUrl, fetch, log, now: () => now })
  expect(await ontologies.schemaOf('own/type')).toEqual({ title: 'Own' })
  expect(await ontologies.schemaOf('own/type')).toEqual({ title: 'Own' })
  expect(asked).toEqual(['/schemas/own%2Ftype'])
  // What the service does not know is still built in.
  expect(await ontologies.schemaOf(post)).toMatchObject({ title: 'SocialMediaPost' })
  expect(ontologies.titleOf(post)).toBe('SocialMediaPost')
  expect(await ontologies.list()).toContainEqual({ id: post, title: 'Post' })
  expect(ontologies.titleOf(post)).toBe('Post')

  isAway = true
  now = 3_600_000
  expect(await ontologies.schemaOf('own/type')).toEqual({ title: 'Own' })
  expect(await ontologies.list()).toContainEqual({ id: post, title: 'Post' })
})

test.each<[string, (response: ServerResponse) => void]>([
  ['no JSON', (response) => void response.end('<html>')],
  ['another shape', (response) => void json(response, [1, 'x'])],
  ['far too much', (response) => void json(response, { title: 'x'.repeat(1_000_000) })],
  ['a way to somewhere else', (response) => void response.writeHead(302, { location: '/' }).end()],
])('a service that answers with %s leaves what is built in', async (_what, answer) => {
  const serviceUrl = await serve((_request, response) => answer(response))
  const log = { warn() {} } as never
  const ontologies = createOntologies({ serviceUrl, fetch, log, now: Date.now })
  expect(await ontologies.schemaOf(post)).toMatchObject({ title: 'SocialMediaPost' })
  expect((await ontologies.list()).length).toBe(knownOntologies.length)
})
