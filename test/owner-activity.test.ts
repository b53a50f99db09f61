import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../src/evault/db/database.ts'
import { createAccessLog } from '../src/evault/log/access-log.ts'
import { createActivityReader } from '../src/evault/log/activity.ts'
import { createVisitorReader, mostVisitors } from '../src/evault/log/visitors.ts'
import { openEventStream } from './support/event-stream.ts'
import { openRecordStore } from './support/record-store.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

let it: TestVault
beforeAll(async () => {
  it = await openTestVault()
})
afterAll(() => it[Symbol.asyncDispose]())

const owner = async (query: string, variables: object = {}) => {
  const { data, errors } = await it.owner(query, variables)
  expect(errors).toEqual([])
  return Object.values(data)[0] as Any
}
const bearer = async (platform: string) => ({
  authorization: `Bearer ${await it.platformToken(platform)}`,
})
const read = (id: string, headers = {}) =>
  it.graphql('query ($id: ID!) { metaEnvelope(id: $id) { id } }', { id }, headers)
const decide = (platform: string, decision: string) =>
  owner(
    `mutation ($p: String!, $d: ConsentDecision!) {
      decideConsent(platform: $p, decision: $d) { errors { code } } }`,
    { p: platform, d: decision },
  )

describe('many records at once', () => {
  const results =
    'results { id success code message } successCount errorCount errors { code field }'
  const removeAll = `mutation ($ids: [ID!]!) { removeMetaEnvelopes(ids: $ids) { ${results} } }`
  const setAll = `mutation ($ids: [ID!]!, $acl: [String!]!) {
    setAcls(ids: $ids, acl: $acl) { ${results} } }`
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { results { id } } }`
  const log = (filter: object) =>
    owner(
      `query ($filter: OperationLogFilterInput) { operationLog(filter: $filter, first: 100) {
        entries { metaEnvelopeId operation caller } } }`,
      { filter },
    )

  test('are removed each by itself, and logged as one by one', async () => {
    const ids = [await it.create({}, [], 'gone'), await it.create({}, [], 'gone')]
    const given = [ids[0], 'unheard-of', ids[1], ids[0], "'; --"]
    const answer = await owner(removeAll, { ids: given })
    expect(answer.results.map(({ id, success, code }: Any) => [id, success, code])).toEqual([
      [ids[0], true, null],
      ['unheard-of', false, 'NOT_FOUND'],
      [ids[1], true, null],
      [ids[0], false, 'NOT_FOUND'],
      ["'; --", false, 'NOT_FOUND'],
    ])
    expect(answer).toMatchObject({ successCount: 2, errorCount: 3, errors: [] })
    const { entries } = await log({ ontology: 'gone', operation: 'delete' })
    expect(entries).toEqual(
      ids.toReversed().map((id) => ({ metaEnvelopeId: id, operation: 'delete', caller: 'owner' })),
    )
    const trash = await owner('{ trash { id } }')
    expect(trash.map(({ id }: Any) => id)).toEqual(ids.toReversed())
    expect(await owner('{ logIntegrity { whole } }')).toEqual({ whole: true })
  })

  test('get another ACL, their content stays', async () => {
    const ids = [
      await it.create({ a: 1 }, ['*'], 'shared'),
      await it.create({ a: 2 }, [], 'shared'),
    ]
    const answer = await owner(setAll, { ids: [...ids, 'x'], acl: [' Friend ', '@b'] })
    expect(answer).toMatchObject({ successCount: 2, errorCount: 1 })
    for (const [at, id] of ids.entries()) {
      const record = await owner('query ($id: ID!) { metaEnvelope(id: $id) { parsed acl } }', {
        id,
      })
      expect(record).toEqual({ parsed: { a: at + 1 }, acl: ['@friend', '@b'] })
    }
    const wrong = await owner(setAll, { ids, acl: ['@'] })
    expect(wrong.errors).toEqual([{ code: 'INVALID_INPUT', field: 'acl' }])
    expect((await log({ ontology: 'shared', operation: 'update' })).entries).toHaveLength(2)
  })

  test('are a thousand at most', async () => {
    const inputs = Array.from({ length: 1_000 }, () => ({ ontology: 'many', payload: {}, acl: [] }))
    const made = await owner(bulk, { inputs })
    const ids = made.results.map(({ id }: Any) => id)
    const tooMany = await owner(removeAll, { ids: [...ids, 'one more'] })
    expect(tooMany).toMatchObject({
      ...{ results: [], successCount: 0, errorCount: 1_001 },
      errors: [{ code: 'INVALID_INPUT', field: 'ids' }],
    })
    expect(await owner(setAll, { ids, acl: ['*'] })).toMatchObject({ successCount: 1_000 })
    expect(await owner(removeAll, { ids })).toMatchObject({ successCount: 1_000, errorCount: 0 })
    expect(await owner('{ logIntegrity { whole } }')).toEqual({ whole: true })
  }, 60_000)
})

const visitorFields = `caller spellings kind name firstSeen lastSeen reads writes refusals
  verified lastRefusal { reason at } consent`
const visitor = (caller: string) =>
  owner(
    `query ($c: String!) { visitor(caller: $c) { ${visitorFields} types { ontology read written } } }`,
    { c: caller },
  )

describe('visitors', () => {
  test('are there with what they did, and the owner is none', async () => {
    const site = 'https://visits.example'
    const headers = await bearer(site)
    const ids = [await it.create({}, [], 'v-a'), await it.create({}, ['*'], 'v-b')]
    for (const id of [...ids, ids[0] as string]) await read(id, headers)
    await read('unheard-of', headers)
    await it.graphql(
      'mutation { createMetaEnvelope(input: { ontology: "v-c", payload: {}, acl: [] }) { errors { code } } }',
      ...([{}, headers] as const),
    )
    await owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id: ids[0] })
    const seen = await visitor(`platform ${site}`)
    expect(seen).toMatchObject({
      ...{ caller: `platform ${site}`, kind: 'platform', name: site, consent: null },
      ...{ reads: 3, writes: 1, refusals: 1, lastRefusal: { reason: 'NOT_FOUND' } },
      types: [
        { ontology: 'v-a', read: 1, written: 0 },
        { ontology: 'v-b', read: 1, written: 0 },
        { ontology: 'v-c', read: 0, written: 1 },
      ],
    })
    await decide(`${site}/`, 'blocked')
    await read(ids[1] as string, headers)
    const after = await visitor(`platform ${site}`)
    expect(after).toMatchObject({
      ...{ consent: 'blocked', reads: 3, refusals: 2, firstSeen: seen.firstSeen },
      lastRefusal: { reason: 'FORBIDDEN' },
    })
    const all = await owner(`{ visitors { ${visitorFields} } }`)
    const { types: _, ...same } = after
    expect(all[0]).toEqual(same)
    expect(all.map(({ caller }: Any) => caller)).not.toContain('owner')
    expect(all.find(({ kind }: Any) => kind === 'anonymous')).toMatchObject({
      ...{ caller: 'anonymous', name: null, consent: null },
    })
    expect(await visitor('platform unheard-of')).toBeNull()
    expect(await visitor("' OR true --")).toBeNull()
  })

  test('a platform in several spellings is one, and the logs are found by each', async () => {
    const spellings = [
      'https://spelled.example',
      'https://Spelled.example/',
      'HTTPS://spelled.example',
    ]
    const id = await it.create({}, [], 'v-s')
    for (const name of spellings) {
      await read(id, await bearer(name))
      expect(await visitor(`platform ${name}`)).toMatchObject({ name: spellings[0] })
    }
    await it.graphql(
      'mutation { createMetaEnvelope(input: { ontology: "v-w", payload: {}, acl: [] }) { errors { code } } }',
      ...([{}, await bearer('https://spelled.example/')] as const),
    )
    const all = await owner(`{ visitors { ${visitorFields} } }`)
    const found = all.filter(({ name }: Any) => /spelled/i.test(name ?? ''))
    expect(found).toMatchObject([{ name: spellings[0], reads: 3, writes: 1 }])
    for (const name of [...spellings, 'https://spelled.example//']) {
      expect(await visitor(`platform ${name}`)).toMatchObject({
        ...{ caller: `platform ${spellings[0]}`, reads: 3, writes: 1 },
        spellings: expect.arrayContaining(spellings.map((one) => `platform ${one}`)),
        types: [
          { ontology: 'v-s', read: 1, written: 0 },
          { ontology: 'v-w', read: 0, written: 1 },
        ],
      })
      const seen = await owner(
        'query ($c: String!) { accessLog(filter: { caller: $c }, first: 100) { caller } }',
        { c: `platform ${name}` },
      )
      expect(seen.map(({ caller }: Any) => caller).sort()).toEqual(
        spellings.map((one) => `platform ${one}`).sort(),
      )
      const changed = await owner(
        'query ($c: String!) { operationLog(filter: { caller: $c }) { entries { caller } } }',
        { c: `platform ${name}` },
      )
      expect(changed.entries).toEqual([{ caller: 'platform https://spelled.example/' }])
    }
    // Names that are no addresses are compared in lower case.
    await read(id, await bearer('Spelled'))
    await read(id, await bearer('spelled'))
    expect(await visitor('platform SPELLED')).toMatchObject({ name: 'Spelled', reads: 2 })
  })

  test('the owner is told that somebody came, and that a platform asked or was decided about', async () => {
    await using stream = await openEventStream(it.vault.owner, 'subscription { visited }')
    const id = await it.create({}, ['*'], 'v-n')
    await read(id, await bearer('https://news.example'))
    expect(await stream.next()).toBe('visit')
    await decide('https://news.example', 'read')
    expect(await stream.next()).toBe('consent')
    await owner('mutation { revokeConsent(platform: "https://news.example") }')
    expect(await stream.next()).toBe('consent')
  })

  test('a flood of strangers makes room for itself, not among those who read', async () => {
    await using store = await openRecordStore()
    const log = { debug() {}, info() {}, warn() {}, error: console.error }
    const accessLog = createAccessLog(store.db, store.ids, log)
    const ename = `@${randomUUID()}`
    const of = (platform: string) =>
      ({ kind: 'platform', platform, verified: false, thisComputer: true }) as const
    accessLog.read(store.grant('read', ename, of('reader')), [{ id: 'x', ontology: 'o' }], null)
    for (let part = 0; part < 6; part += 1) {
      for (let n = 0; n < 450; n += 1) {
        const caller = of(`stranger-${part * 450 + n}`)
        const operation = 'read' as const
        accessLog.refused({ ename, caller, operation, reason: 'FORBIDDEN', record: null })
      }
      await accessLog.written()
    }
    const visitors = createVisitorReader(store.db)
    const oversee = store.grant('oversee', ename)
    const kept = (await visitors.list(oversee)).map(({ caller }) => caller)
    expect(kept).toHaveLength(mostVisitors)
    expect(kept).toContain('platform reader')
    expect(kept).toContain('platform stranger-2699')
    expect(kept).not.toContain('platform stranger-0')
    await accessLog[Symbol.asyncDispose]()
  })
})

test('a visitor is verified as the last token said, and by no token before it', async () => {
  await using store = await openRecordStore()
  await using accessLog = createAccessLog(store.db, store.ids, {
    ...{ debug() {}, info() {}, warn() {}, error: console.error },
  })
  const ename = `@${randomUUID()}`
  const visitors = createVisitorReader(store.db)
  const come = async (...visits: readonly (readonly [string, boolean])[]) => {
    for (const [platform, verified] of visits) {
      const caller = { kind: 'platform', platform, verified, thisComputer: false } as const
      accessLog.read(store.grant('read', ename, caller), [{ id: 'x', ontology: 'o' }], null)
    }
    await accessLog.written()
    return (await visitors.list(store.grant('oversee', ename))).map(({ verified }) => verified)
  }
  const [site, again] = ['https://proven.example', 'https://Proven.example/']
  expect(await come([site, true])).toEqual([true])
  expect(await come([site, false])).toEqual([false])
  expect(await come([again, true])).toEqual([true])
  // Who only claims the name in the same moment is not covered by the other.
  expect(await come([again, true], [again, false], [again, true])).toEqual([false])
})

describe('the logs, narrowed', () => {
  test('give the entries that all conditions hold for, page by page', async () => {
    const headers = await bearer('https://narrow.example')
    const ids = [await it.create({}, [], 'n-a'), await it.create({}, [], 'n-b')]
    for (const id of ids) await read(id, headers)
    await read('not-there', headers)
    const caller = 'platform https://narrow.example'
    const access = async (filter: object, more: object = {}) =>
      (await owner(
        `query ($filter: AccessLogFilterInput, $first: Int, $after: ID) {
          accessLog(filter: $filter, first: $first, after: $after) {
            id caller records ontologies allowed timestamp } }`,
        { filter, first: 100, ...more },
      )) as Any[]
    const own = await access({ caller })
    expect(own.length).toBeGreaterThanOrEqual(2)
    const [allowed, refused] = [
      await access({ caller, allowed: true }),
      await access({ caller, allowed: false }),
    ]
    expect(allowed.flatMap(({ records }) => records).sort()).toEqual([...ids].sort())
    expect(new Set(allowed.flatMap(({ ontologies }) => ontologies))).toEqual(
      new Set(['n-a', 'n-b']),
    )
    expect(refused).toMatchObject([{ records: ['not-there'], ontologies: [] }])
    expect(
      (await access({ record: ids[0] })).every(({ records }) => records.includes(ids[0])),
    ).toBe(true)
    expect(await access({ ontology: 'n-b', caller })).toHaveLength(1)
    expect(await access({ operation: 'remove', caller })).toEqual([])
    expect(await access({ caller, until: own.at(-1)?.timestamp })).toEqual([])
    expect(await access({ caller, since: own.at(-1)?.timestamp })).toEqual(own)
    const first = await access({ caller }, { first: 1 })
    expect([...first, ...(await access({ caller }, { after: first[0]?.id }))]).toEqual(own)

    const operations = async (filter: object, more: object = {}) =>
      owner(
        `query ($filter: OperationLogFilterInput, $first: Int, $after: String) {
          operationLog(filter: $filter, first: $first, after: $after) {
            entries { metaEnvelopeId timestamp } nextCursor } }`,
        { filter, first: 100, ...more },
      )
    const one = await operations({ record: ids[0] })
    expect(one.entries.map(({ metaEnvelopeId }: Any) => metaEnvelopeId)).toEqual([ids[0]])
    const at = one.entries[0].timestamp
    expect((await operations({ record: ids[0], until: at })).entries).toEqual([])
    expect((await operations({ record: ids[0], since: at })).entries).toHaveLength(1)
    expect((await operations({ ontology: 'n-a', caller })).entries).toEqual([])
    expect((await operations({ caller: "' OR true --" })).entries).toEqual([])
    const start = await operations({ caller: 'anonymous' }, { first: 1 })
    const rest = await operations({ caller: 'anonymous' }, { after: start.nextCursor })
    const whole = await operations({ caller: 'anonymous' })
    expect([...start.entries, ...rest.entries].slice(0, whole.entries.length)).toEqual(
      whole.entries,
    )
  })

  test.each([
    ['operationLog', '{ since: "soon" }'],
    ['operationLog', '{ caller: "a\\u0000" }'],
    ['accessLog', '{ until: "1" }'],
    ['accessLog', `{ record: "${'x'.repeat(1_001)}" }`],
  ])('%s refuses %s', async (name, filter) => {
    const fields = name === 'operationLog' ? '{ nextCursor }' : '{ id }'
    const { errors } = await it.owner(`{ ${name}(filter: ${filter}) ${fields} }`)
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  })

  test('each day is there, in the owner’s own time', async () => {
    await using store = await openRecordStore()
    const ename = `@${randomUUID()}`
    const insert = (at: string, allowed: boolean, times: number) =>
      ask(
        store.db,
        `INSERT INTO access_log (ename, entry_id, at, caller, operation, allowed, records, times)
          VALUES ($1, $2, $3, 'anonymous', 'read', $4, '{}', $5)`,
        [ename, store.ids.next(), at, allowed, times],
      )
    await insert('2025-03-01T23:30:00Z', true, 2)
    await insert('2025-03-02T00:30:00Z', true, 3)
    await insert('2025-03-03T10:00:00Z', false, 4)
    const now = () => Date.parse('2025-03-03T12:00:00Z')
    const { byDay } = createActivityReader(store.db, now)
    const grant = store.grant('oversee', ename)
    const numbers = async (days: number, offset: number) =>
      (await byDay(grant, days, offset)).map(({ day, reads, refusals }) => [day, reads, refusals])
    expect(await numbers(4, 0)).toEqual([
      ['2025-02-28', 0, 0],
      ['2025-03-01', 2, 0],
      ['2025-03-02', 3, 0],
      ['2025-03-03', 0, 4],
    ])
    expect(await numbers(2, 60)).toEqual([
      ['2025-03-02', 5, 0],
      ['2025-03-03', 0, 4],
    ])
    expect(await numbers(3, -60)).toEqual([
      ['2025-03-01', 5, 0],
      ['2025-03-02', 0, 0],
      ['2025-03-03', 0, 4],
    ])
    expect(await byDay(grant, 366, 0)).toHaveLength(366)
    for (const [days, offset] of [
      [0, 0],
      [367, 0],
      [1, 841],
    ] as const) {
      await expect(byDay(grant, days, offset)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
    await it.create()
    const days = await owner('{ activityByDay(days: 2) { day writes } }')
    expect(days).toHaveLength(2)
    expect(days[1].writes + days[0].writes).toBeGreaterThan(0)
    const today = new Date().toISOString().slice(0, 10)
    expect(days.map(({ day }: Any) => day)).toContain(today)
  })
})

test('each version says who made it, through changes, deletion and return', async () => {
  const headers = await bearer('https://edits.example')
  const id = await it.create({ n: 0 }, ['*'], 'story')
  const update = (n: number, acl = ['*']) =>
    it.graphql(
      `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
        updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`,
      { id, input: { ontology: 'story', payload: { n }, acl } },
      headers,
    )
  const versions = () =>
    owner('query ($id: ID!) { versions(id: $id) { parsed caller madeBy madeAt endedAt } }', { id })
  const by = async () =>
    (await versions()).map(({ parsed, madeBy, caller }: Any) => [parsed.n, madeBy, caller])
  const edits = 'platform https://edits.example'
  for (const n of [1, 2, 3]) await update(n)
  expect(await by()).toEqual([
    [2, edits, edits],
    [1, edits, edits],
    [0, 'anonymous', edits],
  ])
  await owner('mutation ($id: ID!) { setAcl(id: $id, acl: []) { errors { code } } }', { id })
  await owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  await owner('mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }', { id })
  await update(4, [])
  expect((await by()).slice(0, 4)).toEqual([
    [3, 'owner', edits],
    [3, 'owner', 'owner'],
    [3, edits, 'owner'],
    [2, edits, edits],
  ])
  const found = await versions()
  for (const [at, { madeAt, endedAt }] of found.entries()) {
    expect(Date.parse(madeAt)).toBeLessThanOrEqual(Date.parse(endedAt))
    if (at > 0) expect(Date.parse(found[at - 1].madeAt)).toBeGreaterThanOrEqual(Date.parse(endedAt))
  }
  const trash = await owner('{ trash { id madeBy } }')
  expect(trash.every(({ madeBy }: Any) => typeof madeBy === 'string')).toBe(true)
})
