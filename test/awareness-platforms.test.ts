import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openReceiver } from './support/receiver.ts'
import { openForEachTest, until } from './support/told-platform.ts'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
const told = openForEachTest()
const { state, inState, health, tried, change } = told

describe('a platform that is away', () => {
  test('for a week catches up in order, at its rate, and loses nothing', async () => {
    const { port } = told.platform
    await told.platform.close()
    const records = Array.from({ length: 150 }, (_, n) => `record-${n}`)
    for (const id of records) await change(id, { v: 1 })
    for (let hours = 0; hours < 7 * 24; hours += 1) {
      told.room.pass(hour)
      if (hours < 40) await delay(30)
    }
    await change('record-5', { v: 2 })
    expect(await health()).toMatchObject({ state: 'failing' })
    // One at a time was tried, not the whole backlog.
    const [{ n }] = await told.room.rows('SELECT count(*) AS n FROM delivery_attempts')
    expect(Number(n)).toBeLessThan(80)

    told.platform = await openReceiver(port)
    const back = Date.now()
    told.room.pass(day)
    await until(
      () => new Set(told.platform.packets.map(({ json }) => json.id)).size === records.length,
    )
    const order = told.platform.packets.map(({ json }) => json.id)
    // Behind the one it was tried with, those of a platform come in the order of their changes.
    const wanted = [...records.filter((id) => id !== 'record-5'), 'record-5']
    expect(order.slice(1).filter((id) => id !== order[0])).toEqual(
      wanted.filter((id) => id !== order[0]),
    )
    const five = told.platform.packets.filter(({ json }) => json.id === 'record-5')
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
    told.room.listed = [told.platform.url, dead.url, slow.url]
    const started = Date.now()
    for (let n = 0; n < 100; n += 1) await change(`r${n}`, { n })
    await until(() => told.platform.packets.length >= 100)
    expect(Date.now() - started).toBeLessThan(3_000)
    expect(slow.mostAtOnce).toBeLessThanOrEqual(32)
    await until(() => slow.packets.length >= 33)
  })

  test('is tried with one packet at a time, and one that always fails stands in nobody’s way', async () => {
    let answers = false
    told.platform.behave((packet) => (answers && packet.json.id !== 'poison' ? 200 : 500))
    await change('poison', { v: 1 })
    for (let n = 0; n < 40; n += 1) await change(`r${n}`, { n })
    await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
    await delay(300)
    const before = told.platform.packets.length
    told.room.pass(7 * second)
    await until(() => told.platform.packets.length === before + 1)
    await delay(700)
    expect(told.platform.packets.length).toBe(before + 1)
    answers = true
    told.room.pass(40 * second)
    await vi.waitUntil(
      async () => {
        told.room.pass(minute)
        return (await health())?.backlog === 1
      },
      { timeout: 10_000, interval: 100 },
    )
    expect(await state('poison')).toMatchObject({ state: 'waiting' })
  })

  test('and answers again gets at once what waited, and what was given up meanwhile', async () => {
    told.platform.behave(500)
    for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
    await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
    await tried(4)
    const set = (id: string, values: string) =>
      told.room.rows(`UPDATE deliveries SET ${values} WHERE meta_envelope_id = '${id}'`)
    await set('b', "due_at = now() + interval '1 day'")
    await set('c', "state = 'failed', reason = 'UNREACHABLE'")
    await set('d', "state = 'failed', reason = 'GIVEN_UP'")
    told.platform.behave(200)
    told.room.pass(10 * second)
    for (const id of ['a', 'b', 'c']) await inState(id, 'delivered')
    expect(await state('d')).toMatchObject({ state: 'failed', reason: 'GIVEN_UP' })
  })

  describe('and answers a test packet', () => {
    const sendTest = () => told.room.awareness.control.test(told.room.owner(), told.platform.url)
    const ofTest = ({ json }: { json: { test?: true } }) => json.test === true
    const records = ['a', 'b', 'c', 'd']
    beforeEach(async () => {
      told.platform.behave(500)
      for (const id of records) await change(id, { v: 1 })
      await vi.waitUntil(async () => (await health())?.state === 'failing', { timeout: 5_000 })
      await tried(4)
      // As after many more failures.
      await told.room.rows("UPDATE deliveries SET due_at = now() + interval '1 day'")
      told.platform.packets.splice(0)
    })

    test('gets at once what waits', async () => {
      told.platform.behave(200)
      expect(await sendTest()).toMatchObject({ ok: true })
      for (const id of records) await inState(id, 'delivered')
      expect(await health()).toMatchObject({ state: 'healthy' })
    })

    test.each([
      ['with an error', () => told.platform.behave(500)],
      [
        'and asks to wait',
        () =>
          told.platform.behave((_, answer) => {
            answer.writeHead(200, { 'retry-after': '60' }).end()
            return undefined
          }),
      ],
      [
        'while it is paused',
        async () => {
          told.platform.behave(200)
          await told.room.awareness.control.change(told.room.owner(), told.platform.url, {
            paused: true,
          })
        },
      ],
    ])('%s gets nothing before its time', async (_, prepare) => {
      await prepare()
      await sendTest()
      await told.room.awareness.control.change(told.room.owner(), told.platform.url, {
        paused: false,
      })
      await delay(700)
      expect(told.platform.packets.map(ofTest)).toEqual([true])
    })
  })

  test('is told of nothing while it is paused, and of everything afterwards', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    await told.room.awareness.control.change(told.room.owner(), told.platform.url, { paused: true })
    await change('a', { v: 2 })
    await change('b', { v: 1 })
    await delay(700)
    expect(told.platform.packets.length).toBe(1)
    expect(await health()).toMatchObject({ state: 'paused', backlog: 2 })
    await told.room.awareness.control.change(told.room.owner(), told.platform.url, {
      paused: false,
    })
    await inState('a', 'delivered')
    await inState('b', 'delivered')
  })

  test('that the registry lists no more is told of nothing until it is listed again', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    told.platform.behave(500)
    await change('a', { v: 2 })
    await tried(2)
    told.platform.behave(200)
    told.room.listed = []
    await told.room.awareness.platforms.platforms(told.room.owner())
    await change('b', { v: 1 })
    told.room.pass(minute)
    await delay(700)
    expect(told.platform.packets.length).toBe(2)
    expect(await health()).toMatchObject({ state: 'unlisted', backlog: 1 })
    told.room.listed = [told.platform.url]
    await change('c', { v: 1 })
    await inState('a', 'delivered')
    await inState('c', 'delivered')
    // It was not on the list when that changed.
    expect(await state('b')).toBeUndefined()
  })
})

describe('the registry', () => {
  test('that is away is no loss: the last list counts, also after a restart', async () => {
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    told.room.listed = null
    await change('b', { v: 1 })
    await inState('b', 'delivered')
    await told.room.restart()
    await change('c', { v: 1 })
    await inState('c', 'delivered')
  })

  test('that never answered keeps everything waiting', async () => {
    const listed = told.room.listed
    told.room.listed = null
    await told.room.restart()
    await change('a', { v: 1 })
    await delay(500)
    expect(told.platform.packets.length).toBe(0)
    told.room.listed = listed
    await until(() => told.platform.packets.length === 1, 10_000)
  })

  test('lists one more, or one less: whoever looks is told without asking', async () => {
    const another = 'http://127.0.0.1:9'
    const news = told.room.awareness.subscribe(told.room.ename)
    const toldOf = async (wanted: string) => {
      for (;;) if ((await news.next()).value?.includes(wanted)) return
    }
    const coming = toldOf(another)
    await vi.waitUntil(health)
    told.room.listed = [told.platform.url, another]
    await coming
    expect(await health(another)).toMatchObject({ listed: true })
    const leaving = toldOf(another)
    told.room.listed = [told.platform.url]
    await leaving
    expect(await health(another)).toMatchObject({ state: 'unlisted' })
  }, 15_000)

  test('lists a platform twice in two spellings: it is told once', async () => {
    told.room.listed = [told.platform.url, `${told.platform.url}/`, told.platform.url.toUpperCase()]
    await change('a', { v: 1 })
    await inState('a', 'delivered')
    await delay(300)
    expect(told.platform.packets.length).toBe(1)
  })
})
