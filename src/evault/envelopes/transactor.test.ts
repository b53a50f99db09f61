import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import type { Operation } from '../access/authorise.ts'
import { metaEnvelopes, vaults, versions } from '../db/schema.ts'
import { resumeIds, type Writers } from '../db/store.ts'
import type { RecordChange } from './changes.ts'
import { encodeCursor, type PageArguments, preparePage } from './page.ts'
import { prepareMetaEnvelope } from './prepare.ts'
import type { StoredMetaEnvelope } from './types.ts'

let store: RecordStore
/** A vault of its own for each test, in one database. */
let ename: string

beforeAll(async () => {
  store = await openRecordStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(() => {
  ename = `@${randomUUID()}`
})

const may = <O extends Operation>(operation: O) => store.grant(operation, ename)
const prepared = (ontology = 'a', n: unknown = 1) =>
  prepareMetaEnvelope({ ontology, payload: { n, text: 'x' }, acl: ['*', '@friend'] })
const createWith = async ({ envelopes }: Writers, ontology?: string, n?: unknown) => {
  const item = { grant: may('create'), prepared: prepared(ontology, n), id: null, announce: true }
  return (await envelopes.create([item]))[0] as StoredMetaEnvelope
}
const create = (ontology?: string, n?: unknown) =>
  store.transact((writers) => createWith(writers, ontology, n))
const remove = (id: string) =>
  store.transact(({ envelopes }) => envelopes.remove(may('remove'), id))
const restore = (id: string) =>
  store.transact(({ envelopes }) => envelopes.restore(may('administer'), id))
const byId = (id: string) => store.reader.byId(may('read'), id)
const page = (args: PageArguments, ontology: string | null = null) =>
  store.reader.page(may('read'), { ontology, search: null }, preparePage(args))
const idsOf = (records: readonly StoredMetaEnvelope[]) => records.map(({ id }) => id)

/** Every id, one page after the other; `between` runs after each page. */
async function walk(
  direction: 'forward' | 'backward',
  size: number,
  ontology: string | null = null,
  between: () => Promise<unknown> = async () => {},
): Promise<string[]> {
  const forward = direction === 'forward'
  const seen: string[] = []
  for (let cursor: string | null = null; ; ) {
    const args = forward ? { first: size, after: cursor } : { last: size, before: cursor }
    const { records, hasNextPage, hasPreviousPage } = await page(args, ontology)
    seen.splice(forward ? seen.length : 0, 0, ...idsOf(records))
    if (!(forward ? hasNextPage : hasPreviousPage)) return seen
    expect(records).toHaveLength(size)
    if (seen.length > 1_000) throw new Error('the pages never end')
    cursor = encodeCursor((forward ? records.at(-1) : records[0])?.position as string)
    await between()
  }
}

describe('remove and restore', () => {
  test('a restored record is as it was, at its old place, with the same ids', async () => {
    const [before, it, after] = [await create(), await create('b', { deep: [1] }), await create()]
    await remove(it.id)
    expect(await byId(it.id)).toBeNull()
    expect(idsOf((await page({})).records)).toEqual([before.id, after.id])
    expect(await restore(it.id)).toEqual(it)
    expect(await byId(it.id)).toEqual(it)
    expect(idsOf((await page({})).records)).toEqual([before.id, it.id, after.id])
  })

  test('what is not there is not removed, what was not removed is not restored', async () => {
    const { id } = await create()
    const notFound = { code: 'NOT_FOUND', field: 'id' }
    await expect(restore(id)).rejects.toMatchObject(notFound)
    await remove(id)
    await expect(remove(id)).rejects.toMatchObject(notFound)
    await restore(id)
    await expect(restore(id)).rejects.toMatchObject(notFound)
    await expect(remove('unheard-of')).rejects.toMatchObject(notFound)
  })

  test('no other vault’s record is read, removed or restored', async () => {
    const { id } = await create()
    const mine = ename
    ename = '@somebody-else'
    expect(await byId(id)).toBeNull()
    await expect(remove(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    ename = mine
    await remove(id)
    ename = '@somebody-else'
    await expect(restore(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('where the id is in use again nothing is overwritten, and the trash is kept', async () => {
    const old = await create('a', 'old')
    await remove(old.id)
    const { position } = await create()
    const usurper = { ...old, payload: {}, acl: [], position, search: '', indexed: false }
    await store.db.delete(metaEnvelopes).where(eq(metaEnvelopes.ename, ename))
    await store.db.insert(metaEnvelopes).values(usurper)
    for (let round = 0; round < 2; round += 1) {
      await expect(restore(old.id)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    }
    expect((await byId(old.id))?.payload).toEqual({})
  })
})

test('whatever is done, pages of any size give each record once, and counts are right', async () => {
  const operation = fc.oneof(
    fc.record({ do: fc.constant('create' as const), ontology: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ do: fc.constantFrom('remove' as const, 'restore' as const), which: fc.nat() }),
  )
  const operations = fc.array(operation, { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(operations, fc.integer({ min: 1, max: 7 }), async (steps, size) => {
      ename = `@${randomUUID()}`
      const made: { id: string; ontology: string; there: boolean }[] = []
      for (const step of steps) {
        if (step.do === 'create') {
          made.push({ id: (await create(step.ontology)).id, ontology: step.ontology, there: true })
          continue
        }
        const record = made[step.which % Math.max(1, made.length)]
        if (record === undefined || record.there !== (step.do === 'remove')) continue
        await (step.do === 'remove' ? remove : restore)(record.id)
        record.there = step.do === 'restore'
      }
      const there = made.filter((record) => record.there)
      for (const ontology of [null, 'a', 'b', 'c']) {
        const expected = there.filter((record) => (ontology ?? record.ontology) === record.ontology)
        expect(await walk('forward', size, ontology)).toEqual(expected.map(({ id }) => id))
        expect(await walk('backward', size, ontology)).toEqual(expected.map(({ id }) => id))
        expect(await store.reader.count(may('read'), { ontology, search: null })).toBe(
          expected.length,
        )
      }
      const types = await store.reader.ontologies(may('oversee'))
      expect(types.map(({ ontology }) => ontology).sort()).toEqual(
        [...new Set(there.map(({ ontology }) => ontology))].sort(),
      )
      expect(types.map(({ count }) => count)).toEqual(
        types.map(({ ontology }) => there.filter((record) => record.ontology === ontology).length),
      )
    }),
    { numRuns: 25 },
  )
})

test('records created or removed while somebody pages neither repeat nor hide others', async () => {
  const size = fc.integer({ min: 1, max: 5 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 15 }), size, async (length, pageSize) => {
      ename = `@${randomUUID()}`
      const ids: string[] = []
      for (let n = 0; n < length; n += 1) ids.push((await create()).id)
      let growth = 6
      const created: string[] = []
      const grow = async () => {
        if (growth-- > 0) created.push((await create()).id)
      }
      expect(await walk('forward', pageSize, null, grow)).toEqual([...ids, ...created])
      growth = 6
      const before = [...ids, ...created]
      expect(await walk('backward', pageSize, null, grow)).toEqual(before)
    }),
    { numRuns: 15 },
  )
})

test('a page goes on behind a record that was removed meanwhile', async () => {
  const ids: string[] = []
  for (let n = 0; n < 4; n += 1) ids.push((await create()).id)
  const { records } = await page({ first: 2 })
  const after = encodeCursor(records.at(-1)?.position as string)
  await remove(ids[1] as string)
  expect(idsOf((await page({ first: 2, after })).records)).toEqual(ids.slice(2))
})

test('a page of nothing tells whether there is something', async () => {
  expect(await page({ first: 0 })).toMatchObject({ records: [], hasNextPage: false })
  await create()
  expect(await page({ first: 0 })).toMatchObject({ records: [], hasNextPage: true })
})

test('records of many writers at once are all there, in the order of their ids', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => create()))
  expect(await walk('forward', 9)).toEqual(idsOf(made).sort())
  expect(await store.reader.count(may('read'), { ontology: null, search: null })).toBe(50)
})

test('after a restart ids go on behind the newest, be it a record’s or a deletion’s', async () => {
  const identity = { ename, evaultId: '@v', publicKey: 'z', keychain: 'k', createdAt: new Date() }
  await store.db.insert(vaults).values(identity)
  const next = async () => (await resumeIds(store.db, () => 0)).next()
  const { id } = await create()
  expect((await next()) > id).toBe(true)
  await remove(id)
  const [deleted] = await store.db.select().from(versions).where(eq(versions.id, id))
  expect((await next()) > (deleted?.versionId as string)).toBe(true)
})

describe('a unit of work', () => {
  test('is undone wholly when it fails, and nothing of it is published', async () => {
    const published = collect()
    const failing = store.transact(async (writers) => {
      await createWith(writers)
      await createWith(writers)
      throw new Error('midway')
    })
    await expect(failing).rejects.toThrow('midway')
    expect(await walk('forward', 5)).toEqual([])
    expect(await store.reader.count(may('read'), { ontology: null, search: null })).toBe(0)
    const { id } = await create()
    expect((await published.next()).value).toMatchObject({ kind: 'CREATED', id })
  })

  test('is published in order, and only once it can be read', async () => {
    const published = collect()
    const { id } = await create()
    await remove(id)
    const restored = await restore(id)
    const changes: RecordChange[] = []
    for (let n = 0; n < 3; n += 1) changes.push((await published.next()).value)
    expect(changes.map(({ kind }) => kind)).toEqual(['CREATED', 'DELETED', 'RESTORED'])
    expect(changes.map(({ record }) => record)).toEqual([restored, null, restored])
  })

  test('a change is read by whoever is told of it, while writing goes on', async () => {
    const published = collect()
    const writing = Promise.all(Array.from({ length: 20 }, () => create()))
    for (let n = 0; n < 20; n += 1) {
      const { id } = (await published.next()).value as RecordChange
      expect(await byId(id)).not.toBeNull()
    }
    await writing
  })
})

/** The vault's changes from here on. */
function collect(): AsyncIterator<RecordChange> {
  return store.feed.subscribe(ename)
}
