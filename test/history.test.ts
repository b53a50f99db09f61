import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Policy, policyPresets } from '../src/evault/access/policy.ts'
import { ask } from '../src/evault/db/database.ts'
import { sweep } from '../src/evault/db/sweep.ts'
import { prepareMetaEnvelope } from '../src/evault/envelopes/prepare.ts'
import { createAccessLog } from '../src/evault/log/access-log.ts'
import { openPeople, type People, type Person } from './support/people.ts'
import { openRecordStore } from './support/record-store.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

let it: TestVault
let people: People
let friend: Person
let platform: { authorization: string }

beforeAll(async () => {
  it = await openTestVault()
  people = await openPeople(it)
  friend = await people.meet('@friend.w3id')
  platform = { authorization: `Bearer ${await it.platformToken('https://blabsy.example.com/')}` }
})
afterAll(async () => {
  await people[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

const version = 'versionId id ontology parsed acl endedBy endedAt caller'
const record = 'metaEnvelope { id ontology parsed acl createdAt envelopes { id fieldKey value } }'
const payload = `${record} errors { field code }`

/** The one field that is asked for. */
const owner = async (query: string, variables: object = {}) => {
  const { data, errors } = await it.owner(query, variables)
  expect(errors).toEqual([])
  return Object.values(data)[0] as Any
}
const one = (id: string) =>
  owner(`query ($id: ID!) { ${record.replace('Envelope', 'Envelope(id: $id)')} }`, { id })
const versions = (id: string, more: object = {}): Promise<Any[]> =>
  owner(
    `query ($id: ID!, $first: Int, $after: ID) {
      versions(id: $id, first: $first, after: $after) { ${version} } }`,
    { id, ...more },
  )
const trash = (more: object = {}): Promise<Any[]> =>
  owner(
    `query ($first: Int, $after: ID) { trash(first: $first, after: $after) { ${version} } }`,
    more,
  )
const restoreVersion = (versionId: string) =>
  owner(`mutation ($v: ID!) { restoreVersion(versionId: $v) { ${payload} } }`, { v: versionId })
const restore = (id: string) =>
  owner(`mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { ${payload} } }`, { id })
const update = (id: string, input: object, headers: object = platform) =>
  it.graphql(
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`,
    { id, input },
    headers as Record<string, string>,
  )
const remove = async (id: string, headers: object = platform) => {
  const query = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }'
  const { data } = await it.graphql(query, { id }, headers as Record<string, string>)
  expect(data.removeMetaEnvelope.success).toBe(true)
}
const pageOf = async (ontology: string) =>
  (await owner(
    `query ($o: ID) { metaEnvelopes(filter: { ontologyId: $o }) {
        totalCount edges { node { id parsed acl } } } }`,
    { o: ontology },
  )) as { totalCount: number; edges: { node: Any }[] }

test('each change keeps what was before it, with who made it and when', async () => {
  const started = Date.now()
  const id = await it.create({ a: 1, b: 'stays' }, [friend.ename], 'story')
  await update(id, { ontology: 'story', payload: { a: 2, b: 'stays' }, acl: [friend.ename] })
  const envelope = (await one(id)).envelopes.find(({ fieldKey }: Any) => fieldKey === 'a').id
  const value = await it.graphql(
    'mutation ($e: String!) { updateEnvelopeValue(envelopeId: $e, newValue: 3) }',
    { e: envelope },
    await friend.headers(it.vault),
  )
  expect(value.errors).toEqual([])
  await owner(`mutation { setAcl(id: "${id}", acl: ["*"]) { ${payload} } }`)
  await remove(id)
  expect(await one(id)).toBeNull()

  const kept = await versions(id)
  const common = { id, ontology: 'story' }
  expect(kept).toMatchObject([
    {
      ...{ ...common, parsed: { a: 3, b: 'stays' }, acl: ['*'], endedBy: 'delete' },
      caller: 'platform https://blabsy.example.com/',
    },
    {
      ...{ ...common, parsed: { a: 3, b: 'stays' }, acl: [friend.ename], endedBy: 'update' },
      caller: 'owner',
    },
    {
      ...{ ...common, parsed: { a: 2, b: 'stays' }, acl: [friend.ename], endedBy: 'update' },
      caller: 'person @friend.w3id',
    },
    {
      ...{ ...common, parsed: { a: 1, b: 'stays' }, acl: [friend.ename], endedBy: 'update' },
      caller: 'platform https://blabsy.example.com/',
    },
  ])
  const times = kept.map(({ endedAt }) => Date.parse(endedAt))
  expect(times).toEqual([...times].sort((a, b) => b - a))
  expect(times.at(-1)).toBeGreaterThanOrEqual(started)
  expect(times[0]).toBeLessThanOrEqual(Date.now())

  expect(await versions(id, { first: 2 })).toEqual(kept.slice(0, 2))
  expect(await versions(id, { first: 2, after: kept[1].versionId })).toEqual(kept.slice(2))
})

test('a change that was refused keeps none', async () => {
  const id = await it.create({ a: 1 }, ['*'], 'quiet')
  await update(id, { ontology: 'quiet', payload: { a: 2 }, acl: ['*', '@more'] })
  await update(id, { ontology: 'quiet', payload: { a: 2 }, acl: [] }, {})
  expect((await one(id)).parsed).toEqual({ a: 1 })
  expect(await versions(id)).toEqual([])
})

describe('restoring', () => {
  test('a version of an updated record gives its content and ACL back, in its place', async () => {
    const type = 'restored-update'
    const ids = []
    for (const n of [1, 2, 3]) ids.push(await it.create({ n, keep: true }, ['*', '@x'], type))
    const id = ids[1] as string
    const before = await one(id)
    await update(id, { ontology: 'another-type', payload: { other: [] }, acl: ['*'] })
    expect((await pageOf(type)).totalCount).toBe(2)
    const [changed] = await versions(id)

    const { metaEnvelope, errors } = await restoreVersion(changed.versionId)
    expect(errors).toEqual([])
    expect(metaEnvelope).toEqual(before)
    expect(await one(id)).toEqual(before)
    const { totalCount, edges } = await pageOf(type)
    expect([totalCount, edges.map(({ node }) => node.id)]).toEqual([3, ids])
    expect((await pageOf('another-type')).totalCount).toBe(0)
    // What it replaced is kept as well, so this can be undone.
    expect((await versions(id)).map(({ parsed, caller }) => [parsed, caller])).toEqual([
      [{ other: [] }, 'owner'],
      [{ n: 2, keep: true }, 'platform https://blabsy.example.com/'],
    ])
  })

  test.each([
    ['restoreMetaEnvelope', ({ id }: Any) => restore(id)],
    ['restoreVersion', ({ versionId }: Any) => restoreVersion(versionId)],
  ])('%s of a deleted record brings it back as it was, in its place', async (how, bring) => {
    const type = `deleted-${how}`
    const ids = []
    for (const n of [1, 2, 3]) ids.push(await it.create({ n, z: 1, a: null }, ['@x'], type))
    const id = ids[1] as string
    const before = await one(id)
    await remove(id)
    expect((await pageOf(type)).edges.map(({ node }) => node.id)).toEqual([ids[0], ids[2]])
    const [deleted] = await trash({ first: 1 })
    expect(deleted).toMatchObject({ id, parsed: before.parsed, acl: ['@x'], endedBy: 'delete' })

    const { metaEnvelope, errors } = await bring(deleted)
    expect(errors).toEqual([])
    expect(metaEnvelope).toEqual(before)
    expect(JSON.stringify((await one(id)).parsed)).toBe('{"n":2,"z":1,"a":null}')
    const { totalCount, edges } = await pageOf(type)
    expect([totalCount, edges.map(({ node }) => node.id)]).toEqual([3, ids])
    expect((await trash()).map((one) => one.id)).not.toContain(id)
    // Its history stays, and it can be deleted and brought back again.
    expect(await versions(id)).toEqual([deleted])
    expect((await restore(id)).errors).toMatchObject([{ code: 'NOT_FOUND' }])
    await remove(id)
    expect((await trash({ first: 1 }))[0]).toMatchObject({ id })
    expect((await restore(id)).metaEnvelope).toEqual(before)
  })

  test('what is not there, or is in use again, is refused and changes nothing', async () => {
    const id = await it.create({ n: 1 }, [], 'in-use')
    expect(await restore(id)).toEqual({
      metaEnvelope: null,
      errors: [{ field: 'id', code: 'NOT_FOUND' }],
    })
    await remove(id)
    // An id the vault does not hold is created in place.
    await update(id, { ontology: 'in-use', payload: { n: 2 }, acl: [] })
    expect((await restore(id)).errors).toMatchObject([{ code: 'ALREADY_EXISTS' }])
    expect((await one(id)).parsed).toEqual({ n: 2 })
    expect((await trash()).map((one) => one.id)).toContain(id)
    expect((await restoreVersion(randomUUID())).errors).toMatchObject([{ code: 'NOT_FOUND' }])
    expect((await restoreVersion('no-uuid')).errors).toMatchObject([{ code: 'INVALID_INPUT' }])
    expect((await restore('unheard-of')).errors).toMatchObject([{ code: 'NOT_FOUND' }])
  })
})

test('the trash lists deleted records page by page, the newest deletion first', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.push(await it.create({ n }))
  for (const id of [...ids].reverse()) await remove(id)
  const all = await trash({ first: 100 })
  expect(all.slice(0, 5).map(({ id }) => id)).toEqual(ids)
  const seen: Any[] = []
  for (;;) {
    const page = await trash({ first: 2, after: seen.at(-1)?.versionId ?? null })
    expect(page.length).toBe(Math.min(2, all.length - seen.length))
    if (page.length === 0) break
    seen.push(...page)
  }
  expect(seen).toEqual(all)
  expect(await trash({ first: 0 })).toEqual([])
  for (const [wrong, code] of [
    ...[['first: -1', 'INVALID_PAGE'] as const, ['first: 101', 'INVALID_PAGE'] as const],
    ['after: "x"', 'INVALID_INPUT'] as const,
  ]) {
    const { errors } = await it.owner(`{ trash(${wrong}) { id } }`)
    expect(errors[0]?.extensions.code).toBe(code)
  }
})

test('what is older than the retention times is forgotten, the rest stays', async () => {
  await using store = await openRecordStore()
  const days = { trashDays: 10, historyDays: 20, accessLogDays: 5 }
  const policies = new Map<string, Policy>([
    ['@short', { ...policyPresets.open, ...days }],
    ['@long', policyPresets.open],
  ])
  const log = { debug() {}, info() {}, warn() {}, error: (line: unknown) => console.error(line) }
  const accessLog = createAccessLog(store.db, store.ids, log)
  const prepared = (n: number) => prepareMetaEnvelope({ ontology: 'o', payload: { n }, acl: [] })
  const back = (table: string, column: string, where: string, age: number) =>
    ask(store.db, `UPDATE ${table} SET ${column} = now() - make_interval(days => $1) ${where}`, [
      age,
    ])

  for (const ename of policies.keys()) {
    const create = (id: string) =>
      store.transact(({ envelopes }) => {
        const grant = store.grant('create', ename)
        return envelopes.create([{ grant, prepared: prepared(1), id, announce: false }])
      })
    const grant = store.grant('administer', ename)
    for (const [what, age] of [
      ...[['deleted', 9] as const, ['deleted', 11] as const],
      ...[['restored', 11] as const, ['restored', 21] as const],
      ...[['updated', 19] as const, ['updated', 21] as const],
    ]) {
      const id = `${what} ${age}`
      await create(id)
      await store.transact(async ({ envelopes }) => {
        if (what === 'updated') {
          await envelopes.update(store.grant('update', ename), id, prepared(2))
        } else await envelopes.remove(store.grant('remove', ename), id)
        if (what === 'restored') await envelopes.restore(grant, id)
      })
      await back('versions', 'ended_at', `WHERE ename = '${ename}' AND id = '${id}'`, age)
    }
    for (const age of [4, 6]) {
      const caller = { kind: 'person', ename: `@${age}`, thisComputer: true } as const
      accessLog.refused({ ename, caller, operation: 'read', reason: 'X', record: `${age}` })
    }
  }
  await accessLog[Symbol.asyncDispose]()
  for (const age of [4, 6]) await back('access_log', 'at', `WHERE '${age}' = ANY (records)`, age)

  const collected: string[] = []
  type Means = Parameters<typeof sweep>[0]
  await sweep({
    db: store.db,
    settings: { of: (ename: string) => policies.get(ename) } as unknown as Means['settings'],
    tenants: { all: () => [...policies.keys()].map((ename) => ({ ename })) } as Means['tenants'],
    files: {
      collectOrphans: async () => void collected.push('files'),
    } as unknown as Means['files'],
    log,
  })
  expect(collected).toEqual(['files'])
  const left = async (ename: string) => {
    const kept = await ask<{ id: string }>(
      store.db,
      `SELECT id FROM versions WHERE ename = $1 UNION ALL
        SELECT 'read ' || records[1] FROM access_log WHERE ename = $1`,
      [ename],
    )
    return kept.map(({ id }) => id).sort()
  }
  const whole = ['deleted 11', 'deleted 9', 'read 4', 'read 6', 'restored 11', 'restored 21']
  expect(await left('@short')).toEqual(['deleted 9', 'read 4', 'restored 11', 'updated 19'])
  expect(await left('@long')).toEqual([...whole, 'updated 19', 'updated 21'])
  const [there] = await ask<{ n: number }>(
    store.db,
    "SELECT count(*)::int AS n FROM meta_envelopes WHERE ename = '@short'",
    [],
  )
  expect(there?.n).toBe(4)
})
