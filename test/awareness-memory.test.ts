import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { policyPresets } from '../src/evault/access/policy.ts'
import { sweep } from '../src/evault/db/sweep.ts'
import { openForEachTest, until } from './support/told-platform.ts'

const [second, minute, day] = [1_000, 60_000, 86_400_000]
const told = openForEachTest()
const { page, state, inState, health, tried, change } = told

test('what was made quietly is not sent with all since a time', async () => {
  await told.room.create('quiet', { v: 1 }, { quietly: true })
  await change('told', { v: 1 })
  await inState('told', 'delivered')
  const since = new Date(0).toISOString()
  expect(
    await told.room.awareness.control.replaySince(told.room.owner(), told.platform.url, since),
  ).toBe(1)
})

test('a restart forgets nothing: neither what waits nor how long a platform is left alone', async () => {
  told.platform.behave(500)
  for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
  await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
  await delay(300)
  const before = told.platform.packets.length
  told.platform.behave(200)
  await told.room.restart()
  await delay(1_000)
  expect(told.platform.packets.length).toBe(before)
  expect(await health()).toMatchObject({
    ...{ state: 'failing', backlog: 4 },
    ...{ lastError: 'It answered 500.', lastErrorCode: 'ERROR_STATUS', lastErrorDetail: '500' },
  })
  told.room.pass(minute)
  for (const id of ['a', 'b', 'c', 'd']) await inState(id, 'delivered')
})

test('attempts and deliveries are forgotten with the access log, never what waits or was disclosed', async () => {
  await change('delivered', { v: 1 })
  await inState('delivered', 'delivered')
  told.platform.behave(410)
  await change('failed', { v: 1 })
  await inState('failed', 'failed')
  const old = "now() - interval '31 days'"
  await told.room.rows(`UPDATE deliveries SET changed_at = ${old}, due_at = ${old}`)
  await told.room.rows(`UPDATE delivery_attempts SET at = ${old}`)
  await told.room.rows(`UPDATE disclosures SET at = ${old}`)
  await sweep({
    ...{ db: told.room.store.db, settings: { of: () => policyPresets.open } },
    ...{
      tenants: { all: () => [{ ename: told.room.ename }] },
      files: { collectOrphans: async () => 0 },
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  expect((await page()).map(({ metaEnvelopeId }) => metaEnvelopeId)).toEqual(['failed'])
  const count = async (table: string) =>
    Number((await told.room.rows(`SELECT count(*) AS n FROM ${table}`))[0].n)
  expect([await count('delivery_attempts'), await count('disclosures')]).toEqual([0, 2])
})

test('a restart forgets not that the owner had something sent once more', async () => {
  told.platform.behave(500)
  for (const id of ['a', 'b', 'c']) await change(id, { v: 1 })
  await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
  await tried(3)
  await told.room.rows("UPDATE delivery_platforms SET next_try_at = now() + interval '1 day'")
  await told.room.restart()
  told.platform.behave(() => undefined)
  const id = Buffer.from(JSON.stringify([told.platform.url, 'a'])).toString('base64url')
  await told.room.awareness.control.replay(told.room.owner(), id)
  await until(() => told.platform.packets.length === 4)
  await told.room.restart()
  told.platform.behave(200)
  await inState('a', 'delivered')
})

test('what changed while the room was closed is told when it is open again', async () => {
  await told.room.stop()
  await change('a', { v: 1 })
  await told.room.create('b', { v: 1 })
  await told.room.restart()
  await inState('a', 'delivered')
  told.room.pass(5 * second)
  await inState('b', 'delivered')
})

test('what a platform wrote itself closes what it was to be told', async () => {
  told.platform.behave(500)
  await change('a', { v: 1 })
  await tried(1)
  await told.room.update('a', { v: 2 }, { platform: `${told.platform.url}/` })
  await inState('a', 'withheld')
  expect(await state('a')).toMatchObject({ reason: 'OWN_CHANGE' })
  told.platform.behave(200)
  told.room.pass(day)
  await delay(700)
  expect(told.platform.packets.length).toBe(1)
})

test('a record that is deleted before it was told is not told', async () => {
  await told.room.create('a', { v: 1 })
  await delay(1_800)
  expect(await state('a')).toMatchObject({ state: 'waiting' })
  await told.room.remove('a')
  await inState('a', 'withheld')
  expect(await state('a')).toMatchObject({ reason: 'DELETED' })
  told.room.pass(minute)
  await delay(700)
  expect(told.platform.packets.length).toBe(0)
})
