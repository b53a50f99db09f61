import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import { prepareMetaEnvelope } from './prepare.ts'
import { createSearchProbe, type SearchProbe } from './search-probe.ts'
import { prepareSearch } from './search-text.ts'

let store: RecordStore
let probe: SearchProbe
beforeAll(async () => {
  store = await openRecordStore()
  probe = createSearchProbe(store.db)
})
afterAll(() => store[Symbol.asyncDispose]())

test('before it has learned, the whole text is asked for', () => {
  expect(probe.rarestPart('an ordinary post about zebras')).toBe('an ordinary post about zebras')
})

test('afterwards the part with the rarest letters is', async () => {
  const ename = `@${randomUUID()}`
  const grant = store.grant('create', ename)
  const prepared = prepareMetaEnvelope({
    ...{ ontology: 'a', acl: [] },
    payload: { content: 'An ordinary post about nothing.' },
  })
  const items = Array.from({ length: 50 }, () => ({ grant, prepared, id: null, announce: true }))
  await store.transact(({ envelopes }) => envelopes.create(items))
  // A search gives the records their texts.
  const search = prepareSearch({ term: 'post' })
  await store.reader.count(store.grant('read', ename), { ontology: null, search })
  await probe.learn()
  const part = probe.rarestPart('an ordinary post about zebras')
  expect(part).toMatch(/zeb|ebr|bra|ras/)
  expect(part.length).toBeLessThan(10)
})

test.each(['', 'a', 'ab', '...', '…— %_', '😀😀😀😀', 'a b c d e f'])(
  '%j, without three letters together, is asked for whole',
  (text) => {
    expect(probe.rarestPart(text)).toBe(text)
  },
)

test('a part never cuts a character in two', () => {
  const text = '😀zeb😀zeb😀'
  expect(probe.rarestPart(text).isWellFormed()).toBe(true)
})
