import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import type { Transact } from '../db/store.ts'
import { createRecordQueue } from './create-queue.ts'
import { type PreparedMetaEnvelope, prepareMetaEnvelope } from './prepare.ts'

let store: RecordStore
beforeAll(async () => {
  store = await openRecordStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const good = (n: number) => prepareMetaEnvelope({ ontology: 'a', payload: { n }, acl: [] })
/** What preparation lets nobody send: the database refuses it. */
const bad: PreparedMetaEnvelope = { ...good(0), payloadText: 'no JSON' }

test('creations of one moment are one transaction', async () => {
  let transactions = 0
  const counting: Transact = (work) => {
    transactions += 1
    return store.transact(work)
  }
  const create = createRecordQueue(counting)
  const grant = store.grant('create', `@${randomUUID()}`)
  const created = await Promise.all([1, 2, 3, 4].map((n) => create(grant, good(n))))
  expect(created.map(({ payload }) => payload.n)).toEqual([1, 2, 3, 4])
  expect(transactions).toBe(1)
})

test('nobody fails for their neighbour', async () => {
  const create = createRecordQueue(store.transact)
  const ename = `@${randomUUID()}`
  const grant = store.grant('create', ename)
  const results = await Promise.allSettled([good(1), bad, good(2)].map((one) => create(grant, one)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const all = { ontology: null, search: null }
  const { records } = await store.reader.page(store.grant('read', ename), all, {
    ...{ direction: 'forward', size: 10, from: null },
  })
  expect(records.map(({ payload }) => payload.n).sort()).toEqual([1, 2])
  expect(await store.reader.count(store.grant('read', ename), all)).toBe(2)
})
