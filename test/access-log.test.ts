import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPeople, ownerOf, type People } from './support/people.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

interface Entry {
  readonly id: string
  readonly timestamp: string
  readonly caller: string
  readonly operation: string
  readonly allowed: boolean
  readonly reason: string | null
  readonly records: readonly string[]
  readonly times: number
}

const secretStore = memorySecretStore()
let it: TestVault
let people: People

beforeAll(async () => {
  it = await openTestVault({ secretStore })
  people = await openPeople(it)
})
afterAll(async () => {
  await people[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

type Headers = Readonly<Record<string, string>>
const readOne = 'query ($id: ID!) { metaEnvelope(id: $id) { parsed } }'
const read = (id: string, headers: Headers = {}) => it.graphql(readOne, { id }, headers)
const removeOne = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { errors { code } } }'
const bearer = async (platform: string, of = it) => ({
  authorization: `Bearer ${await of.platformToken(platform)}`,
})
const listLog = `query ($first: Int, $after: ID) { accessLog(first: $first, after: $after) {
  id timestamp caller operation allowed reason records times } }`
const accessLog = async (of = it, more: object = { first: 100 }): Promise<Entry[]> =>
  (await of.owner(listLog, more)).data.accessLog

/** What one caller did, whatever rows it is in: those of a moment are one, by chance not all. */
async function traces(caller: string, of = it) {
  const found = new Map<string, { records: Set<string>; times: number; allowed: boolean }>()
  for (const entry of (await accessLog(of)).filter((one) => one.caller === caller)) {
    const { operation, reason, records, times, allowed } = entry
    const name = reason === null ? operation : `${operation}: ${reason}`
    const trace = found.get(name) ?? { records: new Set(), times: 0, allowed }
    for (const id of records) trace.records.add(id)
    found.set(name, { ...trace, times: trace.times + times })
  }
  return Object.fromEntries(
    [...found].map(([name, trace]) => [name, { ...trace, records: [...trace.records].sort() }]),
  )
}

test('reads by a platform, a person and nobody in particular are there, with their records', async () => {
  const started = Date.now()
  const type = 'read-by-all'
  const ids = [await it.create({}, ['*'], type), await it.create({}, ['*', '@reader.w3id'], type)]
  const reader = await people.meet('@reader.w3id')
  const page = `{ metaEnvelopes(filter: { ontologyId: "${type}" }) { edges { node { id } } } }`
  for (const [caller, headers] of [
    ['platform https://reader.example.com', await bearer('https://reader.example.com')],
    ['person @reader.w3id', await reader.headers(it.vault)],
    ['anonymous', {}],
  ] as const) {
    for (const id of [...ids, ids[0] as string]) await read(id, headers)
    await it.graphql(page, {}, headers)
    const expected = { records: [...ids].sort(), times: 4, allowed: true }
    expect(await traces(caller)).toEqual({ read: expected })
  }
  for (const { timestamp } of await accessLog()) {
    expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(started)
    expect(Date.parse(timestamp)).toBeLessThanOrEqual(Date.now())
  }
})

test('the older names of the contract and files leave the same traces', async () => {
  const type = 'read-by-older-names'
  const id = await it.create({ word: 'needle' }, [], type)
  const headers = await bearer('https://older.example.com')
  for (const query of [
    `{ getMetaEnvelopeById(id: "${id}") { id } }`,
    `{ findMetaEnvelopesByOntology(ontology: "${type}") { id } }`,
    `{ searchMetaEnvelopes(ontology: "${type}", term: "needle") { id } }`,
  ]) {
    expect(JSON.stringify((await it.graphql(query, {}, headers)).data)).toContain(id)
  }
  const named = { ...headers, 'x-ename': it.vault.ename }
  expect((await it.call(`/files/${id}`, { headers: named })).status).toBe(404)
  const { read: all, ...others } = await traces('platform https://older.example.com')
  expect(all).toMatchObject({ records: [id], allowed: true })
  expect(all?.times).toBeGreaterThanOrEqual(3)
  expect(Object.values(others).every(({ allowed }) => !allowed)).toBe(true)
})

test('a refusal is there with its reason', async () => {
  await using own = await openTestVault()
  await using others = await openPeople(own)
  const hidden = await own.create({}, ['@friend.w3id'])
  const stranger = await (await others.meet('@stranger.w3id')).headers(own.vault)
  const [blocked, asking] = ['https://blocked.example.com', 'https://asking.example.com']
  await own.owner(`mutation {
    decideConsent(platform: "${blocked}", decision: blocked) { errors { code } }
    changeSettings(changes: { platformConsent: "ask", readLogs: "owner" }) { errors { code } }
  }`)
  for (const headers of [stranger, await bearer(blocked, own), await bearer(asking, own)]) {
    await own.graphql(readOne, { id: hidden }, headers)
    await own.graphql(removeOne, { id: hidden }, headers)
  }
  for (const authorization of ['Bearer bad', 'Bearer worse', 'Basic x']) {
    await own.graphql(readOne, { id: hidden }, { authorization })
  }
  await own.graphql(removeOne, { id: hidden })
  expect((await own.call('/logs', { headers: { 'x-ename': own.vault.ename } })).status).toBe(401)

  const once = { records: [], times: 1, allowed: false }
  expect(await traces('person @stranger.w3id', own)).toMatchObject({
    'read: NOT_FOUND': { times: 1, allowed: false },
    'remove: NOT_FOUND': { records: [hidden], times: 1, allowed: false },
  })
  expect(await traces(`platform ${blocked}`, own)).toEqual({
    ...{ 'read: FORBIDDEN': once, 'remove: FORBIDDEN': once },
  })
  expect(await traces(`platform ${asking}`, own)).toEqual({
    ...{ 'read: CONSENT_REQUIRED': once, 'remove: CONSENT_REQUIRED': once },
  })
  expect(await traces('anonymous', own)).toEqual({
    'identify: UNAUTHENTICATED': { ...once, times: 3 },
    ...{ 'remove: UNAUTHENTICATED': once, 'read-log: UNAUTHENTICATED': once },
  })
})

test('the owner’s own reads leave none; nor does the log hold payloads or tokens', async () => {
  const secret = 'nobody may find this in a log'
  const id = await it.create({ secret }, [])
  const owner = await (await ownerOf(it, secretStore.secrets)).headers(it.vault)
  const platform = await bearer('https://nosy.example.com')
  const before = (await accessLog()).filter(({ records }) => records.includes(id))
  expect(before).toEqual([])
  for (let n = 0; n < 3; n += 1) {
    expect((await it.owner(readOne, { id })).data.metaEnvelope.parsed).toEqual({ secret })
    expect((await read(id, owner)).data.metaEnvelope.parsed).toEqual({ secret })
    await it.owner('{ metaEnvelopes { totalCount } trash { id } accessLog { id } }')
  }
  await it.owner(readOne, { id: 'unheard-of' })
  const entries = await accessLog()
  expect(entries.filter(({ records }) => records.includes(id))).toEqual([])
  expect(entries.filter(({ caller }) => caller === 'owner')).toEqual([])

  await read(id, platform)
  const bad = `${platform.authorization}tampered`
  await read(id, { authorization: bad })
  const text = JSON.stringify(await accessLog())
  expect(text).toContain(id)
  for (const told of [secret, platform.authorization.slice(7), owner.authorization.slice(7)]) {
    expect(text).not.toContain(told)
    expect(it.logged.join()).not.toContain(told)
  }
})

test('a flood of one caller is counted in few rows', async () => {
  const id = await it.create({}, [])
  const { authorization } = await bearer('https://flood.example.com')
  const headers = { 'content-type': 'application/json', 'x-ename': it.vault.ename, authorization }
  const body = JSON.stringify({ query: readOne, variables: { id } })
  const started = performance.now()
  let left = 2_000
  const work = async () => {
    while (left > 0) {
      left -= 1
      const answer = await fetch(`${it.vault.localUrl}/graphql`, { method: 'POST', headers, body })
      await answer.text()
    }
  }
  await Promise.all(Array.from({ length: 20 }, work))
  const moments = (performance.now() - started) / 500
  const caller = 'platform https://flood.example.com'
  expect(await traces(caller)).toEqual({ read: { records: [id], times: 2_000, allowed: true } })
  const rows = (await accessLog()).filter((entry) => entry.caller === caller)
  expect(rows.length).toBeLessThanOrEqual(Math.ceil(moments) + 1)
})

test('an entry names a thousand records at most, and no id of any length', async () => {
  const headers = await bearer('https://hungry.example.com')
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`
  const inputs = Array.from({ length: 1_000 }, () => ({ ontology: 'many', payload: {}, acl: [] }))
  const long = inputs.slice(0, 100).map((input, n) => ({ ...input, id: `${n}-${'x'.repeat(400)}` }))
  for (const part of [inputs, long]) {
    const { data } = await it.graphql(bulk, { inputs: part }, headers)
    expect(data.bulkCreateMetaEnvelopes.successCount).toBe(part.length)
  }
  const query = '{ findMetaEnvelopesByOntology(ontology: "many") { id } }'
  const { data } = await it.graphql(query, {}, headers)
  expect(data.findMetaEnvelopesByOntology).toHaveLength(1_100)
  await it.graphql(readOne, { id: long[0]?.id }, headers)
  const rows = (await accessLog()).filter(({ caller }) => caller.includes('hungry'))
  const named = rows.map(({ records }) => records.length)
  expect(Math.max(...named)).toBe(1_000)
  const lengths = rows.flatMap(({ records }) => records.map((id) => id.length))
  expect(Math.max(...lengths)).toBeLessThanOrEqual(200)
})

test('it is read page by page, newest first, survives a restart, and is the owner’s only', async () => {
  await using directory = await temporaryDirectory()
  const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
  let before: Entry[]
  {
    await using first = await openTestVault(options)
    const id = await first.create({}, ['*'])
    for (const name of ['a', 'b', 'c', 'd']) {
      await first.graphql(readOne, { id }, await bearer(name, first))
      await accessLog(first)
    }
    await first.graphql(readOne, { id }, await bearer('e', first))
    before = await accessLog(first, { first: 3 })
    // Still in memory when the vault closes.
    await first.graphql(readOne, { id }, await bearer('f', first))
  }
  await using again = await openTestVault(options)
  const [newest, ...all] = await accessLog(again)
  expect(newest?.caller).toBe('platform f')
  expect(all.map(({ caller }) => caller.slice(-1)).join('')).toBe('edcba')
  expect(all.slice(0, 3)).toEqual(before)
  const after = all[1]?.id
  expect(await accessLog(again, { first: 2, after })).toEqual(all.slice(2, 4))
  expect(await accessLog(again, { after: all.at(-1)?.id })).toEqual([])
  const owner = await ownerOf(again, options.secretStore.secrets)
  for (const headers of [{}, await bearer('a', again), await owner.headers(again.vault)]) {
    const { data, errors } = await again.graphql('{ accessLog { id } }', {}, headers)
    expect(data).toBeNull()
    expect(errors[0]?.message).toContain('Cannot query field')
  }
})
