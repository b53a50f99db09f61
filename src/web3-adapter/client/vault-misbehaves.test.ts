import { setTimeout as delay } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import {
  type Answer,
  inTurn,
  answerJson as json,
  openScriptedServer,
  type ScriptedServer,
} from '../../../test/support/scripted-server.ts'
import type { VaultClientOptions } from './types.ts'
import { createVaultClient } from './vault-client.ts'

const registry = await embeddedRegistryPerTest()
const ename = '@bad.w3id'
const platform = 'https://murmur.example.com'
const record = { id: 'a-record', ontology: 'a-type', payload: { content: 'x' }, acl: ['*'] }

let vault: ScriptedServer
beforeEach(async () => {
  vault = await openScriptedServer()
  await registry.register({ ename, uri: vault.url, evault: 'bad' })
})
afterEach(() => vault[Symbol.asyncDispose]())

const clientOf = (options: Partial<VaultClientOptions> = {}) =>
  createVaultClient({ registry: registry.url(), platform, ...options })
const found = { data: { metaEnvelope: { id: 'a-record', ontology: 'a-type', parsed: { a: 1 } } } }
const error = (code: string, message = 'no') => ({ errors: [{ message, extensions: { code } }] })
const payloadError = (field: string, code: string) => ({
  data: { [field]: { metaEnvelope: null, success: false, results: [], errors: [{ code }] } },
})
const read = (options?: Partial<VaultClientOptions>) => clientOf(options).read(ename, 'a-record')

test('a vault that says “later” is asked again, and then said to be unavailable', async () => {
  vault.answer(
    inTurn(
      (_, response) => void response.writeHead(503).end(),
      (_, response) => json(response, found),
    ),
  )
  expect(await read()).toMatchObject({ payload: { a: 1 } })
  vault.seen.length = 0
  vault.answer(inTurn((_, response) => void response.writeHead(502).end('<html>')))
  await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE', isFinal: false })
  expect(vault.seen.filter((line) => line.startsWith('POST'))).toHaveLength(3)
})

test('Retry-After is waited for when it is short, and passed on when it is long', async () => {
  const later = (seconds: string): Answer => {
    return (_, response) => void response.writeHead(429, { 'retry-after': seconds }).end()
  }
  vault.answer(inTurn(later('1'), (_, response) => json(response, found)))
  const began = performance.now()
  expect(await read()).toMatchObject({ payload: { a: 1 } })
  expect(performance.now() - began).toBeGreaterThan(950)
  vault.seen.length = 0
  vault.answer(inTurn(later('60')))
  const refused = { code: 'TOO_MANY_REQUESTS', retryAfterMs: 60_000, isFinal: false }
  await expect(read()).rejects.toMatchObject(refused)
  expect(vault.seen).toHaveLength(1)
})

test('a refusal is understood beside the data and in the payload', async () => {
  const client = clientOf()
  for (const code of ['CHANGED_MEANWHILE', 'NOT_FOUND']) {
    for (const body of [error(code), payloadError('updateMetaEnvelope', code)]) {
      vault.answer(inTurn((_, response) => json(response, body)))
      expect(await client.update(ename, record, 'a'.repeat(64))).toBe('changed')
    }
  }
  for (const body of [error('NOT_FOUND'), payloadError('removeMetaEnvelope', 'NOT_FOUND')]) {
    vault.answer(inTurn((_, response) => json(response, body)))
    await client.remove(ename, 'a-record')
  }
  vault.answer(inTurn((_, response) => json(response, error('NOT_FOUND'))))
  expect(await client.read(ename, 'a-record')).toBeNull()
  for (const code of ['CONSENT_REQUIRED', 'VAULT_LOCKED', 'UPDATE_FAILED', 'NEVER_HEARD_OF']) {
    vault.answer(inTurn((_, response) => json(response, payloadError('updateMetaEnvelope', code))))
    const update = client.update(ename, record, '')
    await expect(update).rejects.toMatchObject({ code, isFinal: false })
  }
  vault.answer(inTurn((_, response) => json(response, error('INVALID_PAYLOAD'))))
  await expect(client.update(ename, record, '')).rejects.toMatchObject({ isFinal: true })
})

test('the hash that an update is for goes along', async () => {
  const hashes: unknown[] = []
  vault.answer(
    inTurn((request, response) => {
      hashes.push(request.headers['x-evault-if-hash'])
      json(response, { data: { updateMetaEnvelope: { metaEnvelope: { id: 'a-record' } } } })
    }),
  )
  expect(await clientOf().update(ename, record, 'f00d')).toBe('updated')
  expect(hashes).toEqual(['f00d'])
})

test('a page on the way to a vault is not taken for a missing record', async () => {
  // As tunnels answer while the vault behind them is away.
  vault.answer(inTurn((_, response) => void response.writeHead(404).end('<h1>No tunnel</h1>')))
  await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE', isFinal: false })
  await expect(clientOf().remove(ename, 'a-record')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  const file = clientOf().openFile(`w3ds://file?id=${ename}/a-file`)
  await expect(file).rejects.toMatchObject({ code: 'UNAVAILABLE', isFinal: false })
  vault.answer(inTurn((_, response) => void response.end('<h1>Welcome</h1>')))
  await expect(read()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('an answer without an end, and one that does not come, are given up', async () => {
  vault.answer(
    inTurn((_, response) => {
      response.on('drain', () => void response.write(Buffer.alloc(1 << 20, ' ')))
      response.write(Buffer.alloc(1 << 20, ' '))
    }),
  )
  await expect(read()).rejects.toMatchObject({ code: 'TOO_LARGE', isFinal: true })
  vault.answer((_, response) => void response.write('{'))
  const began = performance.now()
  await expect(read()).rejects.toMatchObject({ code: 'UNREACHABLE', isFinal: false })
  // The first call has its ten seconds; then it is only asked whether it is there.
  expect(performance.now() - began).toBeLessThan(25_000)
}, 40_000)

test('a redirected call is not followed', async () => {
  await using other = await openScriptedServer()
  vault.answer(inTurn((_, response) => void response.writeHead(307, { location: other.url }).end()))
  await expect(read()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  expect(other.seen).toEqual([])
})

test('a vault that has moved is found at its new address', async () => {
  await using home = await openScriptedServer()
  home.answer(inTurn((_, response) => json(response, found)))
  const client = clientOf()
  vault.answer(inTurn((_, response) => json(response, found)))
  await client.read(ename, 'a-record')
  const move = (uri: string) =>
    registry.call('/register', {
      method: 'PATCH',
      body: { ename, uri },
      secret: SECRET,
    })
  await move(home.url)
  vault.answer(inTurn((_, response) => json(response, error('VAULT_MOVED'))))
  expect(await client.read(ename, 'a-record')).toMatchObject({ payload: { a: 1 } })
  expect(home.seen).toEqual(['POST /graphql'])
  await move(vault.url)
  vault.answer(inTurn((_, response) => json(response, found)))
  await home[Symbol.asyncDispose]()
  vault.seen.length = 0
  expect(await client.read(ename, 'a-record')).toMatchObject({ payload: { a: 1 } })
  expect(vault.seen).toContain('POST /graphql')
})

test('a vault that was not heard of for a minute is asked for a sign of life', async () => {
  let time = Date.now()
  const client = clientOf({ now: () => time })
  vault.answer(inTurn((_, response) => json(response, found)))
  await client.read(ename, 'a-record')
  await client.read(ename, 'a-record')
  time += 61_000
  await client.read(ename, 'a-record')
  const posted = 'POST /graphql'
  expect(vault.seen).toEqual([posted, posted, 'HEAD /whois', posted])
})

test('a token is used until shortly before its end, and renewed once when it is not taken', async () => {
  let time = Date.now()
  const client = clientOf({ now: () => time })
  const tokens: string[] = []
  const note: Answer = (request, response) => {
    tokens.push((request.headers.authorization ?? '').replace('Bearer ', ''))
    json(response, found)
  }
  vault.answer(inTurn(note))
  await client.read(ename, 'a-record')
  await client.read(ename, 'a-record')
  expect(new Set(tokens).size).toBe(1)
  expect(decodeJwt(tokens[0] ?? '').platform).toBe(platform)
  const end = (decodeJwt(tokens[0] ?? '').exp ?? 0) * 1000
  // The registry's clock goes on: a token of the same second would be the same.
  await delay(1100)
  time = end - 60_000
  await client.read(ename, 'a-record')
  expect(new Set(tokens).size).toBe(2)
  time = Date.now()
  vault.answer(inTurn((_, response) => json(response, error('UNAUTHENTICATED'), 401), note))
  expect(await client.read(ename, 'a-record')).toMatchObject({ id: 'a-record' })
  vault.seen.length = 0
  vault.answer(inTurn((_, response) => json(response, error('UNAUTHENTICATED'), 401)))
  await expect(client.read(ename, 'a-record')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(vault.seen).toHaveLength(2)
})

test('no token is in what goes wrong, even if the vault repeats it', async () => {
  vault.answer(
    inTurn((request, response) =>
      json(response, error('FORBIDDEN', `${request.headers.authorization} \u202e\n may not`)),
    ),
  )
  const refused = await read().catch((cause) => cause)
  expect(refused.message).toMatch(/answered with FORBIDDEN: “Bearer … may not”$/)
})

test('a record whose creation failed for words nobody knows is looked for', async () => {
  const bulk = (words: string) => ({
    data: { bulkCreateMetaEnvelopes: { results: [{ id: 'x', success: false, error: words }] } },
  })
  const create = () => clientOf().create(ename, record)
  const nothing = { data: { metaEnvelope: null } }
  vault.answer(
    inTurn(
      (_, response) => json(response, bulk('duplicate key')),
      (_, response) => json(response, found),
    ),
  )
  expect(await create()).toBe('exists')
  for (const [words, code] of [
    ['duplicate key', 'CREATE_FAILED'],
    ['CONSENT_REQUIRED: ask the owner', 'CONSENT_REQUIRED'],
    ['Only who may write everything brings ids along.', 'FORBIDDEN'],
  ] as const) {
    vault.answer(
      inTurn(
        (_, response) => json(response, bulk(words)),
        (_, response) => json(response, nothing),
      ),
    )
    await expect(create()).rejects.toMatchObject({ code, isFinal: false })
  }
})

test('pages that are too large are asked for in smaller ones, and those without an end refused', async () => {
  const asked: number[] = []
  const page = (hasNextPage: boolean, endCursor: string) => ({
    data: {
      metaEnvelopes: {
        edges: [{ node: found.data.metaEnvelope }, { node: { id: 'b', parsed: null } }],
        pageInfo: { hasNextPage, endCursor },
      },
    },
  })
  vault.answer(
    inTurn((request, response) => {
      const { first } = JSON.parse(request.text).variables
      asked.push(first)
      if (first > 10) response.writeHead(413).end()
      else json(response, page(asked.length < 4, `after-${asked.length}`))
    }),
  )
  const listed: string[] = []
  for await (const { id } of clientOf().list(ename, 'a-type')) listed.push(id)
  expect(asked).toEqual([100, 10, 100, 10])
  expect(listed).toEqual(['a-record', 'a-record'])
  vault.answer(inTurn((_, response) => json(response, page(true, 'the-same'))))
  const endless = async () => {
    for await (const { id } of clientOf().list(ename, 'a-type')) listed.push(id)
  }
  await expect(endless()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('closing ends what is under way, at once', async () => {
  const closing = new AbortController()
  const client = clientOf({ signal: closing.signal })
  vault.answer((request, response) => {
    if (request.url === '/files/a-file') response.writeHead(200).write('the beginning')
  })
  const opened = await client.openFile(`w3ds://file?id=${ename}/a-file`)
  const waiting = client.read(ename, 'a-record')
  const text = opened.text()
  await delay(100)
  const began = performance.now()
  closing.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', isFinal: false })
  await expect(text).rejects.toThrow()
  await expect(client.read(ename, 'a-record')).rejects.toMatchObject({ code: 'ABORTED' })
  expect(performance.now() - began).toBeLessThan(1000)
})

test('a registry that is away is told as that', async () => {
  const client = clientOf()
  await registry.close()
  await expect(client.read(ename, 'a-record')).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('registry'),
  })
  await registry.restart().catch(() => {})
})
