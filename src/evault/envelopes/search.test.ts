import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import type { Caller } from '../access/caller.ts'
import { arrayLiteral, ask } from '../db/database.ts'
import { createFinder } from './finder.ts'
import { encodeCursor, type PageArguments, preparePage } from './page.ts'
import { prepareMetaEnvelope } from './prepare.ts'
import { createEnvelopeReader, type RecordFilter } from './reader.ts'
import { createSearchProbe, type SearchProbe } from './search-probe.ts'
import { prepareSearch, type SearchMode, searchText } from './search-text.ts'
import type { Json, JsonObject } from './types.ts'

/**
 * The search against a model that knows nothing of frames, LIKE or indexes: a record is found
 * when one of its texts contains, starts with or equals the term.
 */
interface Asked {
  readonly term: string
  readonly mode: SearchMode
  readonly caseSensitive: boolean
  readonly fields: readonly string[] | null
}

interface Held {
  readonly id: string
  readonly ontology: string
  readonly payload: JsonObject
  readonly acl: readonly string[]
}

interface Placed {
  readonly id: string
  readonly payload: JsonObject
  readonly indexed: boolean
}

function leaves(value: Json): string[] {
  if (value === null) return []
  return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [String(value)]
}

function matches(payload: JsonObject, { term, mode, caseSensitive, fields }: Asked): boolean {
  if (term === '') return true
  const looked = Object.entries(payload).filter(
    ([key]) => fields === null || fields.length === 0 || fields.includes(key),
  )
  const form = (text: string) => (caseSensitive ? text : text.toLowerCase())
  return looked.some(([, value]) =>
    leaves(value).some((leaf) => {
      if (mode === 'EXACT') return form(leaf) === form(term)
      return mode === 'CONTAINS'
        ? form(leaf).includes(form(term))
        : form(leaf).startsWith(form(term))
    }),
  )
}

const controls = Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1))
const special = [...'%_\\"\'*.[](){}^$+?|-/&#~<>=!,:;@`']
const letters = [...'aAbBkKiI01e äÄßẞİıΣσς😀漢字ǅ\u212a\u0307\u2028\u007f\u0085']
const character = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...letters) },
  { weight: 2, arbitrary: fc.constantFrom(...special) },
  { weight: 1, arbitrary: fc.constantFrom(...controls) },
)
const text = fc.string({ unit: character, maxLength: 9 })
const leaf = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.string({ unit: character, minLength: 30, maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e21, 0.1, -0, 1e-7, 42, -1.5, 5e-324) },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
)
const key = fc.oneof(text, fc.constantFrom('a', 'b', 'A', '', '__proto__', '0', 'content'))
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: objects(tie('value')) },
  ),
}))
const payloads = objects(value)

function objects(of: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(key, of), { maxLength: 4 }).map((all) => Object.fromEntries(all))
}

const records = fc.array(
  fc.record({
    payload: payloads,
    ontology: fc.constantFrom('a', 'b'),
    acl: fc.constantFrom([], ['*'], ['@alice'], ['@bob', '@alice']),
    before: fc.option(payloads),
    indexed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
)

/** How a term is made of what there is: most terms of pure chance are found nowhere. */
const question = fc.record({
  kind: fc.constantFrom('leaf', 'part', 'part', 'key', 'across', 'json', 'chance', 'long'),
  chance: text,
  which: fc.nat(),
  from: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
  shift: fc.constantFrom('none', 'none', 'upper', 'lower'),
  mode: fc.constantFrom<SearchMode>('CONTAINS', 'STARTS_WITH', 'EXACT'),
  caseSensitive: fc.boolean(),
  fields: fc.option(fc.array(fc.oneof(fc.nat(), key), { maxLength: 3 })),
  ontology: fc.constantFrom(null, null, 'a', 'b'),
  caller: fc.constantFrom<Caller>(
    { kind: 'owner' },
    { kind: 'owner' },
    { kind: 'person', ename: '@alice', thisComputer: false },
    { kind: 'anonymous', thisComputer: false },
  ),
  size: fc.integer({ min: 1, max: 4 }),
})
type Wanted = typeof records extends fc.Arbitrary<infer R> ? R : never
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

function pick<T>(values: readonly T[], at: number): T | undefined {
  return values[at % Math.max(1, values.length)]
}

function termOf(asked: Question, held: readonly Held[]): string {
  const { kind, chance, which, from, length, shift } = asked
  const texts = held.flatMap(({ payload }) => leaves(payload))
  const whole = pick(texts, which) ?? ''
  const begin = from % (whole.length + 1)
  const made = {
    leaf: whole,
    part: whole.slice(begin, begin + length),
    key:
      pick(
        held.flatMap(({ payload }) => Object.keys(payload)),
        which,
      ) ?? chance,
    across: whole.slice(-2) + (pick(texts, which + 1) ?? '').slice(0, 2),
    json: JSON.stringify(pick(held, which)?.payload).slice(begin, begin + length),
    chance,
    long: (whole || 'x').repeat(1_000).slice(0, 1_000),
  }[kind as 'leaf']
  const shifted =
    shift === 'none' ? made : shift === 'upper' ? made.toUpperCase() : made.toLowerCase()
  // Half a pair is refused, which `page` tests of its own are about.
  return shifted.slice(0, 1_000).isWellFormed() ? shifted.slice(0, 1_000) : chance
}

const mayRead = (caller: Caller, { acl }: Held) =>
  caller.kind === 'owner' ||
  acl.includes('*') ||
  (caller.kind === 'person' && acl.includes(caller.ename))

/** Leaves no other way to the rows than the trigram index, and none around it. */
const byTrigramsAlone = [
  'ALTER TABLE meta_envelopes DROP CONSTRAINT meta_envelopes_ename_id_pk',
  'DROP INDEX meta_envelopes_by_position, meta_envelopes_by_ontology, meta_envelopes_not_indexed',
  'SET enable_seqscan = off',
]

describe.each([
  ['as the planner has it', []],
  ['through the trigram index alone', byTrigramsAlone],
])('the search, %s,', (_, statements) => {
  let store: RecordStore
  let probe: SearchProbe
  beforeAll(async () => {
    store = await openRecordStore()
    probe = createSearchProbe(store.db)
    for (const statement of statements) await store.db.execute(sql.raw(statement))
  })
  afterAll(() => store[Symbol.asyncDispose]())

  /** Gives records their texts and a place in the index, or outside of it. */
  async function place(ename: string, records: readonly Placed[]) {
    const out = records.filter(({ indexed }) => !indexed)
    await ask(
      store.db,
      `UPDATE meta_envelopes AS record SET search = item.text, indexed = NOT item.id = ANY ($3::text[])
       FROM unnest($1::text[], $2::text[]) AS item (id, text)
       WHERE ename = $4 AND record.id = item.id`,
      [
        arrayLiteral(records.map(({ id }) => id)),
        arrayLiteral(records.map(({ payload }) => searchText(payload))),
        ...[arrayLiteral(out.map(({ id }) => id)), ename],
      ],
    )
  }

  /** Stores the records, some by way of an update, in the index or not as the dice say. */
  async function hold(ename: string, wanted: Wanted) {
    const held: Held[] = []
    for (const { payload, ontology, acl, before, indexed } of wanted) {
      const prepared = prepareMetaEnvelope({ ontology, payload: before ?? payload, acl })
      const id = await store.transact(async ({ envelopes }) => {
        const item = { grant: store.grant('create', ename), prepared, id: null, announce: true }
        return (await envelopes.create([item]))[0]?.id as string
      })
      if (before !== null) {
        await store.db.execute(sql`UPDATE meta_envelopes SET indexed = true WHERE id = ${id}`)
        const after = prepareMetaEnvelope({ ontology, payload, acl })
        await store.transact(({ envelopes }) =>
          envelopes.update(store.grant('update', ename), id, after),
        )
      }
      await place(ename, [{ id, payload, indexed }])
      held.push({ id, ontology, payload, acl })
    }
    await probe.learn()
    return held
  }

  /** The same, in one transaction. */
  async function holdTogether(ename: string, wanted: Wanted): Promise<Held[]> {
    const items = wanted.map(({ payload, ontology, acl }) => ({
      grant: store.grant('create', ename),
      ...{ prepared: prepareMetaEnvelope({ ontology, payload, acl }), id: null, announce: true },
    }))
    const made = await store.transact(({ envelopes }) => envelopes.create(items))
    const held = made.map(({ id }, at) => ({ id, ...(wanted[at] as Wanted[number]) }))
    await place(ename, held)
    return held
  }

  /** A reader that leaves rows out of the index where the test wants them out. */
  const reader = () =>
    createEnvelopeReader(
      store.db,
      { read() {} },
      createFinder(store.db, { async searched() {}, rarestPart: probe.rarestPart }),
      store.feed,
    )

  async function walk(filter: RecordFilter, asked: Question, ename: string, forward: boolean) {
    const grant = store.grant('read', ename, asked.caller)
    const seen: string[] = []
    for (let cursor: string | null = null; ; ) {
      const args: PageArguments = forward
        ? { first: asked.size, after: cursor }
        : { last: asked.size, before: cursor }
      const page = await reader().page(grant, filter, preparePage(args))
      seen.splice(forward ? seen.length : 0, 0, ...page.records.map(({ id }) => id))
      if (!(forward ? page.hasNextPage : page.hasPreviousPage)) return seen
      cursor = encodeCursor((forward ? page.records.at(-1) : page.records[0])?.position as string)
    }
  }

  async function check(asked: Question, held: readonly Held[], ename: string) {
    const term = termOf(asked, held)
    const keys = held.flatMap(({ payload }) => Object.keys(payload))
    const fields =
      asked.fields?.map((one) => (typeof one === 'string' ? one : (pick(keys, one) ?? ''))) ?? null
    const search = { term, mode: asked.mode, caseSensitive: asked.caseSensitive, fields }
    const { ontology, caller } = asked
    const expected = held
      .filter((record) => (ontology ?? record.ontology) === record.ontology)
      .filter((record) => mayRead(caller, record) && matches(record.payload, search))
      .map(({ id }) => id)
    const filter = { ontology, search: prepareSearch(search) }
    const grant = store.grant('read', ename, caller)
    const context = JSON.stringify(search)
    expect(await walk(filter, asked, ename, true), context).toEqual(expected)
    expect(await walk(filter, asked, ename, false), context).toEqual(expected)
    expect(await reader().count(grant, filter), context).toBe(expected.length)
    const listed = await reader().list(grant, filter)
    expect(
      listed.map(({ id }) => id),
      context,
    ).toEqual(expected)
  }

  test('finds what the model finds', async () => {
    const questions = fc.array(question, { minLength: 4, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(records, questions, async (wanted, all) => {
        const ename = `@${randomUUID()}`
        const held = await hold(ename, wanted)
        for (const asked of all) await check(asked, held, ename)
      }),
      { numRuns: 40 },
    )
  })

  test('finds it among many, in the index and out of it', async () => {
    const ename = `@${randomUUID()}`
    const [some] = fc.sample(fc.array(records, { minLength: 150, maxLength: 150 }), 1)
    const held = await holdTogether(ename, (some as Wanted[]).flat())
    for (const asked of fc.sample(question, 25)) {
      // Pages long enough to be few.
      await check({ ...asked, size: asked.size * 20 }, held, ename)
    }
  })

  test('finds a capital whose small letter depends on where it stands', async () => {
    const ename = `@${randomUUID()}`
    const one = { ontology: 'a', acl: [], before: null } as const
    const [wanted, inIndex] = await holdTogether(ename, [
      { ...one, payload: { name: 'ΟΔΥΣΣΕΑΣ' }, indexed: false },
      { ...one, payload: { name: 'ΟΔΥΣΣΕΑΣ' }, indexed: true },
    ])
    const grant = store.grant('read', ename)
    for (const [term, mode] of [
      ['ΣΣ', 'CONTAINS'],
      ['ΑΣ', 'CONTAINS'],
      ['ΟΔΥΣ', 'STARTS_WITH'],
      ['ΟΔΥΣΣΕΑΣ', 'EXACT'],
    ] as const) {
      const search = prepareSearch({ term, mode, caseSensitive: true })
      const listed = await reader().list(grant, { ontology: null, search })
      const ids = listed.map(({ id }) => id)
      expect(ids, term).toEqual([wanted?.id, inIndex?.id])
    }
  })

  test('looks into the fields it was told, and not into those whose hash begins alike', async () => {
    const ename = `@${randomUUID()}`
    // SHA-256 of both names begins with 0dcb368d78: found within a second.
    const one = { ontology: 'a', acl: [], before: null, indexed: true } as const
    const [wanted] = await holdTogether(ename, [
      { ...one, payload: { f103166: 'needle' } },
      { ...one, payload: { f566414: 'needle' } },
    ])
    const search = prepareSearch({ term: 'needle', fields: ['f103166'] })
    const grant = store.grant('read', ename)
    const listed = await reader().list(grant, { ontology: null, search })
    expect(listed.map(({ id }) => id)).toEqual([wanted?.id])
  })

  test.runIf(statements.length === 0).each([30, 400, 20_000])(
    'takes 100 fields of %d characters, or says that they are too many',
    async (length) => {
      const ename = `@${randomUUID()}`
      const long = 'f'.repeat(length)
      const payload = { [long]: 'needle', other: 'hay' }
      const [record] = await hold(ename, [
        { payload, ontology: 'a', acl: [], before: null, indexed: true },
      ])
      const fields = Array.from({ length: 100 }, (_, n) => (n === 50 ? long : `${n}${long}`))
      const found = async () => {
        const filter = { ontology: null, search: prepareSearch({ term: 'needle', fields }) }
        return (await reader().list(store.grant('read', ename), filter)).map(({ id }) => id)
      }
      const began = performance.now()
      const answer = await found().catch((error: { code?: string }) => error.code ?? String(error))
      if (answer !== 'INVALID_INPUT') expect(answer).toEqual([record?.id])
      // The database has one thread: everybody waits for a search.
      expect(performance.now() - began).toBeLessThan(2_000)
    },
  )
})
