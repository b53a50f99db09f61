import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { policyPresets } from '../src/evault/access/policy.ts'
import { sweep } from '../src/evault/db/sweep.ts'
import { type AwarenessRoom, openAwarenessRoom } from './support/awareness-room.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'

const [second, minute, hour] = [1_000, 60_000, 3_600_000]
const day = 24 * hour

let room: AwarenessRoom
let platform: Receiver
let made: Set<string>
beforeEach(async () => {
  made = new Set()
  platform = await openReceiver()
  room = await openAwarenessRoom([platform.url])
})
afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await platform[Symbol.asyncDispose]()
})

const until = (condition: () => unknown, timeout = 15_000) =>
  vi.waitUntil(condition, { timeout, interval: 10 })
const page = async () =>
  (
    await room.awareness.deliveries.page(
      room.owner(),
      { platform: null, states: null, record: null },
      100,
      null,
    )
  ).entries
const state = async (id: string) => {
  const found = (await page()).find(({ metaEnvelopeId }) => metaEnvelopeId === id)
  return found && { state: found.state, reason: found.reason, attempts: found.attempts }
}
const inState = (id: string, wanted: string) =>
  vi.waitUntil(async () => (await state(id))?.state === wanted, { timeout: 15_000, interval: 25 })
const health = async (url = platform.url) => room.awareness.platforms.platform(room.owner(), url)
/** Resolves when so many packets have come and what became of them is written. */
const tried = async (count: number, id?: string) => {
  const ofIt = () => platform.packets.filter(({ json }) => id === undefined || json.id === id)
  await until(() => ofIt().length >= count)
  const written = async () =>
    Number((await room.rows('SELECT count(*) AS n FROM delivery_attempts'))[0].n) >= count
  await vi.waitUntil(written, { timeout: 15_000, interval: 10 })
  return ofIt()
}
/** An update, which is told at once, of a record nobody was told of. */
const change = async (id: string, payload: object) => {
  if (!made.has(id)) await room.create(id, {}, { quietly: true })
  made.add(id)
  await room.update(id, payload)
}

describe('a packet that does not arrive', () => {
  test('is tried again after 5 s, 30 s, 1 min … and given up after a day, and can be replayed', async () => {
    platform.behave(503)
    await change('a', { v: 1 })
    const waits = [5 * second, 30 * second, minute, 2 * minute, 5 * minute, 15 * minute]
    for (const [n, wait] of [...waits, hour, 6 * hour, day].entries()) {
      await tried(n + 1)
      expect((await state('a'))?.state).toBe('waiting')
      // Not before four fifths of the time.
      room.pass(wait * 0.8 - 1.5 * second)
      await delay(600)
      expect(platform.packets.length).toBe(n + 1)
      room.pass(wait * 0.4 + 2 * second)
    }
    await tried(10)
    await inState('a', 'failed')
    expect(await state('a')).toMatchObject({ reason: 'UNREACHABLE', attempts: 10 })
    expect(await health()).toMatchObject({ failed: 1, state: 'failing', successRate: 0 })
    const numbers = platform.packets.map(({ headers }) => headers['x-evault-attempt'])
    expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect(new Set(platform.packets.map(({ headers }) => headers['x-evault-delivery'])).size).toBe(
      1,
    )
    // When it was given up stays, however often the platform is tried with it.
    const givenUp = await room.awareness.platforms.givenUp(room.owner())
    expect(givenUp).toMatchObject([{ platform: platform.url, count: 1 }])
    room.pass(1.3 * day)
    await tried(11)
    expect(await room.awareness.platforms.givenUp(room.owner())).toEqual(givenUp)

    platform.behave(200)
    const [one] = await page()
    const id = Buffer.from(JSON.stringify([one?.platform, 'a'])).toString('base64url')
    await room.awareness.control.replay(room.owner(), id)
    await inState('a', 'delivered')
    expect(await health()).toMatchObject({ failed: 0, state: 'healthy', backlog: 0 })
  }, 60_000)

  test.each([410, 401, 403, 400, 422])('is tried no more after status %i', async (status) => {
    platform.behave(status)
    await change('a', { v: 1 })
    await inState('a', 'failed')
    expect(await state('a')).toEqual({ state: 'failed', reason: 'REFUSED', attempts: 1 })
    room.pass(2 * day)
    await delay(700)
    expect(platform.packets.length).toBe(1)
    // A refusal is an answer.
    expect(await health()).toMatchObject({ state: 'healthy', failed: 1 })
    platform.behave(200)
    await change('a', { v: 2 })
    await inState('a', 'delivered')
  })

  test('is refused for itself: many refusals are no failing platform', async () => {
    platform.behave(422)
    for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
    for (const id of ['a', 'b', 'c', 'd']) await inState(id, 'failed')
    expect(await health()).toMatchObject({ state: 'healthy', failed: 4, failingSince: null })
  })

  test('waits as long as Retry-After says, with all that is behind it', async () => {
    platform.behave((_, answer) => {
      answer.writeHead(429, { 'retry-after': '120' }).end()
      return undefined
    })
    await change('a', { v: 1 })
    await tried(1)
    platform.behave(200)
    await change('b', { v: 1 })
    room.pass(110 * second)
    await delay(700)
    expect(platform.packets.length).toBe(1)
    room.pass(15 * second)
    await inState('a', 'delivered')
    await inState('b', 'delivered')
  })

  test('waits as long as Retry-After says, also where another arrives meanwhile', async () => {
    const answers = new Map<string, ServerResponse>()
    platform.behave(({ json }, answer) => {
      answers.set(json.id, answer)
      return undefined
    })
    await change('a', { v: 1 })
    await change('b', { v: 1 })
    await until(() => answers.size === 2)
    answers.get('a')?.writeHead(429, { 'retry-after': '120' }).end()
    await vi.waitUntil(async () => (await state('a'))?.attempts === 1)
    answers.get('b')?.writeHead(200).end()
    await inState('b', 'delivered')
    expect((await health())?.nextTryAt).toBeNull()
    platform.behave(200)
    room.pass(110 * second)
    await delay(700)
    expect(platform.packets.length).toBe(2)
    room.pass(15 * second)
    await inState('a', 'delivered')
  })

  test('is overtaken by a newer version, which is what arrives', async () => {
    platform.behave(500)
    await change('a', { v: 1 })
    await tried(1)
    await change('a', { v: 2 })
    await change('a', { v: 3 })
    platform.behave(200)
    room.pass(10 * second)
    await inState('a', 'delivered')
    expect(platform.packets.map(({ json }) => json.data.v)).toEqual([1, 3])
  })

  test('that is on the way when a newer version comes is followed by it', async () => {
    let release = () => {}
    platform.behave((_, answer) => {
      release = () => answer.writeHead(200).end()
      return undefined
    })
    await change('a', { v: 1 })
    await until(() => platform.packets.length === 1)
    await change('a', { v: 2 })
    await delay(200)
    expect(platform.packets.length).toBe(1)
    platform.behave(200)
    release()
    await until(() => platform.packets.length === 2)
    expect(platform.packets.map(({ json }) => json.data.v)).toEqual([1, 2])
    await inState('a', 'delivered')
  })
})

describe('a platform that is away', () => {
  test('for a week catches up in order, at its rate, and loses nothing', async () => {
    const { port } = platform
    await platform.close()
    const records = Array.from({ length: 150 }, (_, n) => `record-${n}`)
    for (const id of records) await change(id, { v: 1 })
    for (let hours = 0; hours < 7 * 24; hours += 1) {
      room.pass(hour)
      if (hours < 40) await delay(30)
    }
    await change('record-5', { v: 2 })
    expect(await health()).toMatchObject({ state: 'failing' })
    // One at a time was tried, not the whole backlog.
    const [{ n }] = await room.rows('SELECT count(*) AS n FROM delivery_attempts')
    expect(Number(n)).toBeLessThan(80)

    platform = await openReceiver(port)
    const back = Date.now()
    room.pass(day)
    await until(() => new Set(platform.packets.map(({ json }) => json.id)).size === records.length)
    const order = platform.packets.map(({ json }) => json.id)
    // Behind the one it was tried with, those of a platform come in the order of their changes.
    const wanted = [...records.filter((id) => id !== 'record-5'), 'record-5']
    expect(order.slice(1).filter((id) => id !== order[0])).toEqual(
      wanted.filter((id) => id !== order[0]),
    )
    const five = platform.packets.filter(({ json }) => json.id === 'record-5')
    expect(five.map(({ json }) => json.data.v)).toEqual([2])
    // 50 at once, then 50 a second.
    expect(Date.now() - back).toBeGreaterThan(1_000)
    await vi.waitUntil(async () => (await health())?.backlog === 0, { timeout: 5_000 })
    expect(await health()).toMatchObject({ state: 'healthy', failed: 0, disclosed: 150 })
  }, 90_000)

  test('or slow delays no other', async () => {
    await using dead = await openReceiver()
    await using slow = await openReceiver()
    await dead.close()
    slow.behave((_, answer) => {
      setTimeout(() => answer.writeHead(200).end(), 4_000)
      return undefined
    })
    room.listed = [platform.url, dead.url, slow.url]
    const started = Date.now()
    for (let n = 0; n < 100; n += 1) await change(`r${n}`, { n })
    await until(() => platform.packets.length >= 100)
    expect(Date.now() - started).toBeLessThan(3_000)
    expect(slow.mostAtOnce).toBeLessThanOrEqual(32)
    await until(() => slow.packets.length >= 33)
  })

  test('is tried with one packet at a time, and one that always fails stands in nobody’s way', async () => {
    let answers = false
    platform.behave((packet) => (answers && packet.json.id !== 'poison' ? 200 : 500))
    await change('poison', { v: 1 })
    for (let n = 0; n < 40; n += 1) await change(`r${n}`, { n })
    await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
    await delay(300)
    const before = platform.packets.length
    room.pass(7 * second)
    await until(() => platform.packets.length === before + 1)
    await delay(700)
    expect(platform.packets.length).toBe(before + 1)
    answers = true
    room.pass(40 * second)
    await vi.waitUntil(
      async () => {
        room.pass(minute)
        return (await health())?.backlog === 1
      },
      { timeout: 10_000, interval: 100 },
    )
    expect(await state('poison')).toMatchObject({ state: 'waiting' })
  })

  test('and answers again gets at once what waited, and what was given up meanwhile', async () => {
    platform.behave(500)
    for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
    await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
    await tried(4)
    const set = (id: string, values: string) =>
      room.rows(`UPDATE deliveries SET ${values} WHERE meta_envelope_id = '${id}'`)
    await set('b', "due_at = now() + interval '1 day'")
    await set('c', "state = 'failed', reason = 'UNREACHABLE'")
    await set('d', "state = 'failed', reason = 'GIVEN_UP'")
    platform.behave(200)
    room.pass(10 * second)
    for (const id of ['a', 'b', 'c']) await inState(id, 'delivered')
    expect(await state('d')).toMatchObject({ state: 'failed', reason: 'GIVEN_UP' })
  })

  describe('and answers a test packet', () => {
    const sendTest = () => room.awareness.control.test(room.owner(), platform.url)
    const ofTest = ({ json }: { json: { test?: true } }) => json.test === true
    const records = ['a', 'b', 'c', 'd']
    beforeEach(async () => {
      platform.behave(500)
      for (const id of records) await change(id, { v: 1 })
      await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
      await tried(4)
      // As after many more failures.
      await room.rows("UPDATE deliveries SET due_at = now() + interval '1 day'")
      platform.packets.splice(0)
    })

    test('gets at once what waits', async () => {
      platform.behave(200)
      expect(await sendTest()).toMatchObject({ ok: true })
      for (const id of records) await inState(id, 'delivered')
      expect(await health()).toMatchObject({ state: 'healthy' })
    })

    test.each([
      ['with an error', () => platform.behave(500)],
      [
        'and asks to wait',
        () =>
          platform.behave((_, answer) => {
            answer.writeHead(200, { 'retry-after': '60' }).end()
            return undefined
          }),
      ],
      [
        'while it is paused',
        async () => {
          platform.behave(200)
          await room.awareness.control.change(room.owner(), platform.url, { paused: true })
        },
      ],
    ])('%s gets nothing before its time', async (_, prepare) => {
      await prepare()
      await sendTest()
      await room.awareness.control.change(room.owner(), platform.url, { paused: false })
      await delay(700)
      expect(platform.packets.map(ofTest)).toEqual([true])
    })
  })

  test('is told of nothing while it is paused, and of everything afterwards', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    await room.awareness.control.change(room.owner(), platform.url, { paused: true })
    await change('a', { v: 2 })
    await change('b', { v: 1 })
    await delay(700)
    expect(platform.packets.length).toBe(1)
    expect(await health()).toMatchObject({ state: 'paused', backlog: 2 })
    await room.awareness.control.change(room.owner(), platform.url, { paused: false })
    await inState('a', 'delivered')
    await inState('b', 'delivered')
  })

  test('that the registry lists no more is told of nothing until it is listed again', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    platform.behave(500)
    await change('a', { v: 2 })
    await tried(2)
    platform.behave(200)
    room.listed = []
    await room.awareness.platforms.platforms(room.owner())
    await change('b', { v: 1 })
    room.pass(minute)
    await delay(700)
    expect(platform.packets.length).toBe(2)
    expect(await health()).toMatchObject({ state: 'unlisted', backlog: 1 })
    room.listed = [platform.url]
    await change('c', { v: 1 })
    await inState('a', 'delivered')
    await inState('c', 'delivered')
    // It was not on the list when that changed.
    expect(await state('b')).toBeUndefined()
  })
})

describe('a database that fails for a while', () => {
  const fail = (what: string) => room.rows(`ALTER TABLE ${what} RENAME TO away`)
  const mend = (what: string) => room.rows(`ALTER TABLE away RENAME TO ${what}`)

  test('when packets are looked for: they go out afterwards, though nothing else changes', async () => {
    await room.create('a', { v: 1 })
    await vi.waitUntil(() => state('a'), { timeout: 5_000 })
    await fail('deliveries')
    await until(() => room.errors.length > 0)
    await mend('deliveries')
    await inState('a', 'delivered')
  })

  test('when the log is turned into deliveries: none of it is passed over', async () => {
    await change('before', { v: 1 })
    await inState('before', 'delivered')
    await fail('deliveries')
    await change('a', { v: 1 })
    await until(() => room.errors.length > 0)
    await mend('deliveries')
    await room.restart()
    await inState('a', 'delivered')
  })

  test('when a newer version is to be told: sent with the older one, it is not sent again', async () => {
    const pause = (paused: boolean) =>
      room.awareness.control.change(room.owner(), platform.url, { paused })
    await vi.waitUntil(health)
    await pause(true)
    await change('a', { v: 1 })
    await inState('a', 'waiting')
    await fail('awareness_cursors')
    await change('a', { v: 2 })
    await until(() => room.errors.length > 0)
    await pause(false)
    await inState('a', 'delivered')
    await mend('awareness_cursors')
    await room.restart()
    const left = `SELECT max(log.sequence) > max(awareness_cursors.sequence) AS more
      FROM operation_log AS log, awareness_cursors`
    await vi.waitUntil(async () => !(await room.rows(left))[0].more, { timeout: 5_000 })
    await delay(300)
    expect(platform.packets.map(({ json }) => json.data.v)).toEqual([2])
    expect(await state('a')).toMatchObject({ state: 'delivered' })
  })
})

describe('the registry', () => {
  test('that is away is no loss: the last list counts, also after a restart', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    room.listed = null
    await change('b', { v: 1 })
    await inState('b', 'delivered')
    await room.restart()
    await change('c', { v: 1 })
    await inState('c', 'delivered')
  })

  test('that never answered keeps everything waiting', async () => {
    const listed = room.listed
    room.listed = null
    await room.restart()
    await change('a', { v: 1 })
    await delay(500)
    expect(platform.packets.length).toBe(0)
    room.listed = listed
    await until(() => platform.packets.length === 1, 10_000)
  })

  test('lists one more, or one less: whoever looks is told without asking', async () => {
    const another = 'http://127.0.0.1:9'
    const news = room.awareness.subscribe(room.ename)
    const toldOf = async (wanted: string) => {
      for (;;) if ((await news.next()).value?.includes(wanted)) return
    }
    const coming = toldOf(another)
    await vi.waitUntil(health)
    room.listed = [platform.url, another]
    await coming
    expect(await health(another)).toMatchObject({ listed: true })
    const leaving = toldOf(another)
    room.listed = [platform.url]
    await leaving
    expect(await health(another)).toMatchObject({ state: 'unlisted' })
  }, 15_000)

  test('lists a platform twice in two spellings: it is told once', async () => {
    room.listed = [platform.url, `${platform.url}/`, platform.url.toUpperCase()]
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    await delay(300)
    expect(platform.packets.length).toBe(1)
  })
})

test('what was made quietly is not sent with all since a time', async () => {
  await room.create('quiet', { v: 1 }, { quietly: true })
  await change('told', { v: 1 })
  await inState('told', 'delivered')
  const since = new Date(0).toISOString()
  expect(await room.awareness.control.replaySince(room.owner(), platform.url, since)).toBe(1)
})

test('a restart forgets nothing: neither what waits nor how long a platform is left alone', async () => {
  platform.behave(500)
  for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
  await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
  await delay(300)
  const before = platform.packets.length
  platform.behave(200)
  await room.restart()
  await delay(1_000)
  expect(platform.packets.length).toBe(before)
  expect(await health()).toMatchObject({
    ...{ state: 'failing', backlog: 4 },
    ...{ lastError: 'It answered 500.', lastErrorCode: 'ERROR_STATUS', lastErrorDetail: '500' },
  })
  room.pass(minute)
  for (const id of ['a', 'b', 'c', 'd']) await inState(id, 'delivered')
})

test('attempts and deliveries are forgotten with the access log, never what waits or was disclosed', async () => {
  await change('delivered', { v: 1 })
  await inState('delivered', 'delivered')
  platform.behave(410)
  await change('failed', { v: 1 })
  await inState('failed', 'failed')
  const old = "now() - interval '31 days'"
  await room.rows(`UPDATE deliveries SET changed_at = ${old}, due_at = ${old}`)
  await room.rows(`UPDATE delivery_attempts SET at = ${old}`)
  await room.rows(`UPDATE disclosures SET at = ${old}`)
  await sweep({
    ...{ db: room.store.db, settings: { of: () => policyPresets.open } },
    ...{
      tenants: { all: () => [{ ename: room.ename }] },
      files: { collectOrphans: async () => 0 },
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  expect((await page()).map(({ metaEnvelopeId }) => metaEnvelopeId)).toEqual(['failed'])
  const count = async (table: string) =>
    Number((await room.rows(`SELECT count(*) AS n FROM ${table}`))[0].n)
  expect([await count('delivery_attempts'), await count('disclosures')]).toEqual([0, 2])
})

test('a restart forgets not that the owner had something sent once more', async () => {
  platform.behave(500)
  for (const id of ['a', 'b', 'c']) await change(id, { v: 1 })
  await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
  await tried(3)
  await room.rows("UPDATE delivery_platforms SET next_try_at = now() + interval '1 day'")
  await room.restart()
  platform.behave(() => undefined)
  const id = Buffer.from(JSON.stringify([platform.url, 'a'])).toString('base64url')
  await room.awareness.control.replay(room.owner(), id)
  await until(() => platform.packets.length === 4)
  await room.restart()
  platform.behave(200)
  await inState('a', 'delivered')
})

test('what changed while the room was closed is told when it is open again', async () => {
  await room.stop()
  await change('a', { v: 1 })
  await room.create('b', { v: 1 })
  await room.restart()
  await inState('a', 'delivered')
  room.pass(5 * second)
  await inState('b', 'delivered')
})

test('what a platform wrote itself closes what it was to be told', async () => {
  platform.behave(500)
  await change('a', { v: 1 })
  await tried(1)
  await room.update('a', { v: 2 }, { platform: `${platform.url}/` })
  await inState('a', 'withheld')
  expect(await state('a')).toMatchObject({ reason: 'OWN_CHANGE' })
  platform.behave(200)
  room.pass(day)
  await delay(700)
  expect(platform.packets.length).toBe(1)
})

test('a record that is deleted before it was told is not told', async () => {
  await room.create('a', { v: 1 })
  await delay(1_800)
  expect(await state('a')).toMatchObject({ state: 'waiting' })
  await room.remove('a')
  await inState('a', 'withheld')
  expect(await state('a')).toMatchObject({ reason: 'DELETED' })
  room.pass(minute)
  await delay(700)
  expect(platform.packets.length).toBe(0)
})
