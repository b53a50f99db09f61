import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import { ask } from '../db/database.ts'
import { prepareMetaEnvelope } from './prepare.ts'
import { prepareSearch } from './search-text.ts'
import type { JsonObject } from './types.ts'

let store: RecordStore
beforeAll(async () => {
  store = await openRecordStore()
})
afterAll(() => store[Symbol.asyncDispose]())

function hold(ename: string, payloads: readonly JsonObject[]) {
  const grant = store.grant('create', ename)
  const items = payloads.map((payload) => ({
    ...{ grant, id: null, announce: true },
    prepared: prepareMetaEnvelope({ ontology: 'a', payload, acl: [] }),
  }))
  return store.transact(({ envelopes }) => envelopes.create(items))
}

async function count(ename: string, term: string): Promise<number> {
  const filter = { ontology: null, search: prepareSearch({ term }) }
  return store.reader.count(store.grant('read', ename), filter)
}

async function waitUntilIndexed(ename: string): Promise<void> {
  const outside = 'SELECT 1 FROM meta_envelopes WHERE ename = $1 AND NOT indexed'
  while ((await ask(store.db, outside, [ename])).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('records are found in the moment that they are written', async () => {
  const ename = `@${randomUUID()}`
  await hold(
    ename,
    Array.from({ length: 333 }, (_, n) => ({ text: `needle ${n}` })),
  )
  expect(await Promise.all([count(ename, 'needle'), count(ename, 'NEEDLE 33')])).toEqual([333, 4])
})

test('each search finds what was written before it, however many go on at once', async () => {
  const ename = `@${randomUUID()}`
  const rounds = Array.from({ length: 30 }, (_, n) => n + 1)
  await Promise.all(
    rounds.map(async (n) => {
      await hold(ename, [{ text: `straw ${n};` }, { text: 'other' }])
      expect(await count(ename, `straw ${n};`)).toBe(1)
    }),
  )
  expect(await count(ename, 'straw')).toBe(rounds.length)
})

test('records of several megabytes get their texts, too', async () => {
  const ename = `@${randomUUID()}`
  const big = { text: randomUUID().repeat(80_000), mark: 'thistle' }
  for (let n = 0; n < 4; n += 1) await hold(ename, [big])
  expect(await count(ename, 'thistle')).toBe(4)
})

test('records come into the index while nobody asks, and stay as they are', async () => {
  const ename = `@${randomUUID()}`
  const [made] = await hold(ename, [{ text: 'clover' }])
  await waitUntilIndexed(ename)
  expect(await count(ename, 'clover')).toBe(1)
  const grant = store.grant('update', ename)
  const after = prepareMetaEnvelope({ ontology: 'a', payload: { text: 'daisy' }, acl: [] })
  await store.transact(({ envelopes }) => envelopes.update(grant, made?.id as string, after))
  expect(await count(ename, 'clover')).toBe(0)
  expect(await count(ename, 'daisy')).toBe(1)
  await waitUntilIndexed(ename)
  expect(await count(ename, 'clover')).toBe(0)
  expect(await count(ename, 'daisy')).toBe(1)
})

test('on a full disk a search goes on where all records have their texts, and says so where not', async () => {
  await using full = await openRecordStore()
  const ename = `@${randomUUID()}`
  const found = (term: string) => {
    const filter = { ontology: null, search: prepareSearch({ term }) }
    return full.reader.count(full.grant('read', ename), filter)
  }
  const client = (full.db as unknown as { $client: { mayWrite: () => boolean } }).$client
  client.mayWrite = () => false
  expect(await found('anything')).toBe(0)

  client.mayWrite = () => true
  const prepared = prepareMetaEnvelope({ ontology: 'a', payload: { text: 'reed' }, acl: [] })
  const item = { grant: full.grant('create', ename), prepared, id: null, announce: true }
  await full.transact(({ envelopes }) => envelopes.create([item]))
  client.mayWrite = () => false
  await expect(found('reed')).rejects.toMatchObject({ code: 'ENOSPC' })
  client.mayWrite = () => true
  expect(await found('reed')).toBe(1)
})
