import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorise } from '../src/evault/access/authorise.ts'
import { policyPresets } from '../src/evault/access/policy.ts'
import { ask } from '../src/evault/db/database.ts'
import { coverage, covered, isCovered } from '../src/evault/envelopes/covered-by.ts'
import { prepareMetaEnvelope } from '../src/evault/envelopes/prepare.ts'
import { openRecordStore } from './support/record-store.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

let it: TestVault
let platform: { authorization: string }
beforeAll(async () => {
  it = await openTestVault()
  platform = { authorization: `Bearer ${await it.platformToken('https://writer.example')}` }
})
afterAll(() => it[Symbol.asyncDispose]())

const page = `query ($filter: MetaEnvelopeFilterInput, $first: Int, $after: String, $last: Int,
  $before: String) {
  metaEnvelopes(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
const list = (filter: object, range: object = { first: 100 }) =>
  it.owner(page, { filter, ...range })
const found = async (filter: object): Promise<string[]> => {
  const { data, errors } = await list(filter)
  expect(errors).toEqual([])
  const { edges, totalCount } = data.metaEnvelopes
  expect(totalCount).toBe(edges.length)
  return edges.map(({ node }: Any) => node.id)
}
const field = (name: string, is: string, value: string) => ({ field: name, is, value })

describe('a condition on a field', () => {
  const type = 'conditions'
  const payloads: Record<string, object> = {
    nine: { n: 9, s: '9', day: '2024-01-09', name: 'O’Brien', more: { deep: 'Zebra' } },
    ten: { n: 10, s: '10', day: '2024-02-01T10:00:00Z', name: "Robert'); DROP TABLE x;--" },
    negative: { n: -2.5, s: '1e2', day: '2023', name: '100%_sure\\' },
    odd: { n: 'ten', s: '1e999999999', day: null, name: '100 sure' },
    strange: { n: [1], s: { a: 1 }, day: true, name: '"; {}' },
    none: {},
  }
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    for (const [name, payload] of Object.entries(payloads)) {
      ids[name] = await it.create(payload, [], type)
    }
  })

  test.each<[string, string, string, string[]]>([
    ['n', 'before', '10', ['nine', 'negative']],
    ['n', 'after', '9', ['ten', 'odd']],
    ['n', 'after', '-3e0', ['nine', 'ten', 'negative', 'odd']],
    ['s', 'after', '9.5', ['ten', 'negative']],
    ['s', 'before', '1e999999999', ['ten', 'negative']],
    ['day', 'before', '2024-01-31', ['nine', 'negative']],
    ['day', 'after', '2024-02-01', ['ten', 'strange']],
    ['day', 'after', '2024-02-01T10:00:00Z', ['strange']],
    ['name', 'contains', 'o’br', ['nine']],
    ['name', 'contains', "'); drop table", ['ten']],
    ['name', 'contains', '%', ['negative']],
    ['name', 'contains', '_', ['negative']],
    ['name', 'contains', '\\', ['negative']],
    ['name', 'contains', '100.*', []],
    ['name', 'contains', 'sure', ['negative', 'odd']],
    ['name', 'equals', '100 SURE', ['odd']],
    ['name', 'equals', '100', []],
    ['n', 'equals', '10', ['ten']],
    ['n', 'contains', '1', ['ten', 'strange']],
    ['more', 'equals', 'zebra', ['nine']],
    ['name', 'contains', '', ['nine', 'ten', 'negative', 'odd', 'strange']],
    ['unheard-of', 'contains', 'a', []],
    ['unheard-of', 'before', '9', []],
    ["'; --", 'after', "' OR true --", []],
    ['__proto__', 'equals', 'x', []],
    ['', 'before', 'x', []],
  ])('%s %s %j', async (name, is, value, expected) => {
    const filter = { ontologyId: type, fields: [field(name, is, value)] }
    expect(await found(filter)).toEqual(expected.map((one) => ids[one]))
  })

  test('holds together with others, with the type and with a search', async () => {
    const fields = [field('n', 'after', '0'), field('n', 'before', '10'), field('s', 'equals', '9')]
    expect(await found({ ontologyId: type, fields })).toEqual([ids.nine])
    expect(await found({ ontologyId: 'another', fields })).toEqual([])
    const search = { term: 'zebra' }
    expect(await found({ ontologyId: type, fields, search })).toEqual([ids.nine])
    expect(await found({ fields, search: { term: 'unheard-of' } })).toEqual([])
    expect(await found({ fields: [...fields, field('name', 'contains', 'sure')] })).toEqual([])
  })

  test.each<[object, string]>([
    [{ fields: Array(11).fill(field('a', 'contains', 'b')) }, 'fields'],
    [{ fields: [field('a', 'contains', 'x'.repeat(1_001))] }, 'fields'],
    [{ fields: [field('a'.repeat(1_001), 'before', 'x')] }, 'fields'],
    [{ fields: [field('a\0', 'before', 'x')] }, 'fields'],
    [{ fields: [field('a', 'equals', '\0')] }, 'fields'],
    [{ fields: [field('a', 'after', '\ud800')] }, 'fields'],
    [{ acl: '@' }, 'acl'],
    [{ writtenBy: 'x'.repeat(601) }, 'writtenBy'],
    [{ createdAfter: 'yesterday' }, 'createdAfter'],
    [{ createdBefore: '1' }, 'createdBefore'],
  ])('that is none is refused: %#', async (filter) => {
    const { errors } = await list(filter)
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  })
})

describe('other filters', () => {
  test('by who may read, and by who can’t but the owner', async () => {
    const ontologyId = 'acls'
    const everyone = await it.create({}, ['*'], ontologyId)
    const friend = await it.create({}, ['@Friend', '@b'], ontologyId)
    const nobody = await it.create({}, [], ontologyId)
    const owner = await it.create({}, [it.vault.ename], ontologyId)
    expect(await found({ ontologyId, acl: '*' })).toEqual([everyone])
    expect(await found({ ontologyId, acl: 'FRIEND' })).toEqual([friend])
    expect(await found({ ontologyId, acl: '@frien' })).toEqual([])
    expect(await found({ ontologyId, acl: '@f"},{\\' })).toEqual([])
    expect(await found({ ontologyId, isPrivate: true })).toEqual([nobody, owner])
    expect(await found({ ontologyId, isPrivate: false })).toEqual([everyone, friend])
    expect(await found({ ontologyId, isPrivate: false, acl: '@b' })).toEqual([friend])
  })

  test('by who created or changed it, and when it was created', async () => {
    const ontologyId = 'written'
    const anonymous = await it.create({}, ['*'], ontologyId)
    const changed = await it.create({ word: 'needle' }, ['*'], ontologyId)
    const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`
    const input = { ontology: ontologyId, payload: { word: 'needle' }, acl: ['*'] }
    await it.graphql(update, { id: changed, input }, platform)
    const by = (writtenBy: string, more: object = {}) => found({ ontologyId, writtenBy, ...more })
    expect(await by('anonymous')).toEqual([anonymous, changed])
    expect(await by('platform https://writer.example')).toEqual([changed])
    const search = { term: 'needle' }
    expect(await by('platform https://writer.example', { search })).toEqual([changed])
    expect(await by('platform https://writer.example', { acl: '@x' })).toEqual([])
    expect(await by("' OR '1'='1")).toEqual([])
    const { data } = await it.owner(`{ metaEnvelope(id: "${changed}") { createdAt } }`)
    const { createdAt } = data.metaEnvelope
    expect(await found({ ontologyId, createdAfter: createdAt })).toContain(changed)
    expect(await found({ ontologyId, createdBefore: createdAt })).not.toContain(changed)
    expect(await found({ ontologyId, createdAfter: '2999-01-01' })).toEqual([])
    expect(await found({ ontologyId, createdBefore: '1900-01-01' })).toEqual([])
    const later = new Date(Date.parse(createdAt) + 60_000).toISOString()
    const within = { ontologyId, createdAfter: '2000-01-01T00:00:00+02:00', createdBefore: later }
    expect(await found(within)).toHaveLength(2)
  })

  test('by a platform that wrote under several spellings of its name, through any of them', async () => {
    const ontologyId = 'spelled'
    const spellings = ['https://spelled.example', 'https://Spelled.example/']
    const made: string[] = []
    for (const name of spellings) {
      const authorization = `Bearer ${await it.platformToken(name)}`
      const { data } = await it.graphql(
        `mutation { createMetaEnvelope(input: { ontology: "${ontologyId}", payload: {}, acl: ["*"] }) {
          metaEnvelope { id } } }`,
        {},
        { authorization },
      )
      made.push(data.createMetaEnvelope.metaEnvelope.id)
    }
    await it.create({}, ['*'], ontologyId)
    for (const name of [...spellings, 'HTTPS://spelled.EXAMPLE']) {
      expect(await found({ ontologyId, writtenBy: `platform ${name}` })).toEqual(made)
    }
    // Others are not platforms, whatever they are called.
    expect(await found({ ontologyId, writtenBy: 'person https://spelled.example' })).toEqual([])
  })

  test.each([
    'fields: []',
    'acl: "*"',
    'isPrivate: true',
    'writtenBy: "owner"',
    'createdAfter: "2"',
  ])('%s is not in the public contract', async (given) => {
    const query = `{ metaEnvelopes(filter: { ${given} }) { totalCount } }`
    for (const headers of [{}, platform]) {
      const { data, errors } = await it.graphql(query, {}, headers)
      expect(data).toBeNull()
      expect(errors[0]?.message).toContain('not defined by type "MetaEnvelopeFilterInput"')
      const filter = { acl: '*', fields: [field('a', 'contains', 'b')] }
      const inVariables = await it.graphql(page, { filter }, headers)
      expect(inVariables.data).toBeNull()
    }
  })
})

interface Made {
  readonly id: string
  readonly n: number
  readonly acl: readonly string[]
}

const condition = fc.constantFrom<[object, (one: Made) => boolean]>(
  [{ fields: [field('n', 'after', '4')] }, ({ n }) => n > 4],
  [{ fields: [field('n', 'before', '8')] }, ({ n }) => n < 8],
  [{ fields: [field('text', 'contains', 'NEEDLE')] }, ({ n }) => n % 3 !== 0],
  [{ fields: [field('text', 'equals', 'hay')] }, ({ n }) => n % 3 === 0],
  [{ acl: '*' }, ({ acl }) => acl.includes('*')],
  [{ isPrivate: true }, ({ acl }) => acl.length === 0],
  [{ isPrivate: false }, ({ acl }) => acl.length > 0],
  [{ writtenBy: 'platform https://writer.example' }, () => true],
  [{ writtenBy: 'anonymous' }, () => false],
  [{ search: { term: 'needle' } }, ({ n }) => n % 3 !== 0],
  [{ createdAfter: '2020-01-01' }, () => true],
)

let round = 0
test('pages of any size and direction give each match once, and the count is theirs', async () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 30 })
  const conditions = fc.array(condition, { minLength: 1, maxLength: 3 })
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(numbers, conditions, sizes, async (values, chosen, steps) => {
      round += 1
      const ontology = `walked-${round}`
      const made = await createAll(ontology, values)
      // The later of two alike wins, as in the filter.
      const filter = { ontologyId: ontology, ...Object.assign({}, ...chosen.map(([one]) => one)) }
      const effective = chosen.filter(([one], index) =>
        Object.keys(one).every((key) => chosen.findLastIndex(([other]) => key in other) === index),
      )
      const expected = made.filter((one) => effective.every(([, holds]) => holds(one)))
      for (const forward of [true, false]) {
        expect(await walk(filter, forward, steps)).toEqual(expected.map(({ id }) => id))
      }
      expect((await list(filter, { first: 0 })).data.metaEnvelopes.totalCount).toBe(expected.length)
    }),
    { numRuns: 25 },
  )
}, 60_000)

async function createAll(ontology: string, values: readonly number[]): Promise<Made[]> {
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { results { id } } }`
  const inputs = values.map((n) => ({
    ...{ ontology, acl: [['*'], [], ['@friend']][n % 3] as string[] },
    payload: { n, text: n % 3 === 0 ? 'hay' : 'a needle' },
  }))
  const { data } = await it.graphql(bulk, { inputs }, platform)
  const results = data.bulkCreateMetaEnvelopes.results as { id: string }[]
  return results.map(({ id }, at) => ({ id, n: values[at] as number, acl: inputs[at]?.acl ?? [] }))
}

async function walk(filter: object, forward: boolean, sizes: readonly number[]) {
  const seen: string[] = []
  let cursor: string | null = null
  for (let turn = 0; turn < 40; turn += 1) {
    const size = sizes[turn % sizes.length]
    const range = forward ? { first: size, after: cursor } : { last: size, before: cursor }
    const { data, errors } = await list(filter, range)
    expect(errors).toEqual([])
    const { edges, pageInfo } = data.metaEnvelopes
    seen.splice(forward ? seen.length : 0, 0, ...edges.map(({ node }: Any) => node.id))
    if (!(forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen
    cursor = forward ? pageInfo.endCursor : pageInfo.startCursor
  }
  throw new Error('the pages never end')
}

test('the ACL rule says the same of one record as in SQL', async () => {
  await using store = await openRecordStore()
  const names = ['*', '@alice', '@bob', '@https://app.example', '@the-vault']
  const record = fc.record({
    ename: fc.constantFrom('@the-vault', '@another'),
    ontology: fc.constantFrom('a', 'b'),
    acl: fc.uniqueArray(fc.constantFrom(...names)),
  })
  const caller = fc.oneof(
    fc.constant({ kind: 'owner' } as const),
    fc.record({ kind: fc.constant('anonymous' as const), thisComputer: fc.boolean() }),
    fc.constant({ kind: 'person', ename: '@alice', thisComputer: true } as const),
    fc.constant({
      ...{ kind: 'platform', platform: 'https://app.example', verified: true, thisComputer: true },
    } as const),
  )
  const consent = fc.record({
    ename: fc.constant('@the-vault'),
    platform: fc.constant('https://app.example'),
    decision: fc.constantFrom('everything', 'read', 'ontologies'),
    ontologies: fc.array(fc.record({ ontology: fc.constantFrom('a', 'b'), write: fc.boolean() })),
    migrator: fc.constant(false),
    refusedWhileLocked: fc.constant(false),
    verified: fc.constant(true),
    ...{ askedAt: fc.constant(new Date()), decidedAt: fc.constant(null) },
  })
  const operation = fc.constantFrom('read' as const, 'update' as const)
  const property = fc.asyncProperty(
    record,
    caller,
    consent,
    operation,
    async (one, who, had, what) => {
      const rules = { policy: policyPresets.open, consent: had }
      let grant: ReturnType<typeof authorise>
      try {
        grant = authorise(who, what, '@the-vault', rules)
      } catch {
        return
      }
      const id = await store.transact(async ({ envelopes }) => {
        const { ename, ...input } = one
        const prepared = prepareMetaEnvelope({ ...input, payload: {} })
        const item = { grant: store.grant('create', ename), prepared, id: null, announce: true }
        return (await envelopes.create([item]))[0]?.id
      })
      const rows = await ask(
        store.db,
        `SELECT 1 FROM meta_envelopes WHERE ${covered} AND id = $5`,
        [...coverage(grant), id],
      )
      expect(isCovered(grant, one)).toBe(rows.length === 1)
    },
  )
  await fc.assert(property, { numRuns: 200 })
})
