import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { openForEachTest, until } from './support/told-platform.ts'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
const told = openForEachTest()
const { page, state, inState, health, tried, change } = told

describe('a packet that does not arrive', () => {
  test('is tried again after 5 s, 30 s, 1 min … and given up after a day, and can be replayed', async () => {
    told.platform.behave(503)
    await change('a', { v: 1 })
    const waits = [5 * second, 30 * second, minute, 2 * minute, 5 * minute, 15 * minute]
    for (const [n, wait] of [...waits, hour, 6 * hour, day].entries()) {
      await tried(n + 1)
      expect((await state('a'))?.state).toBe('waiting')
      // Not before four fifths of the time.
      told.room.pass(wait * 0.8 - 1.5 * second)
      await delay(600)
      expect(told.platform.packets.length).toBe(n + 1)
      told.room.pass(wait * 0.4 + 2 * second)
    }
    await tried(10)
    await inState('a', 'failed')
    expect(await state('a')).toMatchObject({ reason: 'UNREACHABLE', attempts: 10 })
    expect(await health()).toMatchObject({ failed: 1, state: 'failing', successRate: 0 })
    const numbers = told.platform.packets.map(({ headers }) => headers['x-evault-attempt'])
    expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect(
      new Set(told.platform.packets.map(({ headers }) => headers['x-evault-delivery'])).size,
    ).toBe(1)
    // When it was given up stays, however often the platform is tried with it.
    const givenUp = await told.room.awareness.platforms.givenUp(told.room.owner())
    expect(givenUp).toMatchObject([{ platform: told.platform.url, count: 1 }])
    told.room.pass(1.3 * day)
    await tried(11)
    expect(await told.room.awareness.platforms.givenUp(told.room.owner())).toEqual(givenUp)

    told.platform.behave(200)
    const [one] = await page()
    const id = Buffer.from(JSON.stringify([one?.platform, 'a'])).toString('base64url')
    await told.room.awareness.control.replay(told.room.owner(), id)
    await inState('a', 'delivered')
    expect(await health()).toMatchObject({ failed: 0, state: 'healthy', backlog: 0 })
  }, 60_000)

  test.each([410, 401, 403, 400, 422])('is tried no more after status %i', async (status) => {
    told.platform.behave(status)
    await change('a', { v: 1 })
    await inState('a', 'failed')
    expect(await state('a')).toEqual({ state: 'failed', reason: 'REFUSED', attempts: 1 })
    told.room.pass(2 * day)
    await delay(700)
    expect(told.platform.packets.length).toBe(1)
    // A refusal is an answer.
    expect(await health()).toMatchObject({ state: 'healthy', failed: 1 })
    told.platform.behave(200)
    await change('a', { v: 2 })
    await inState('a', 'delivered')
  })

  test('is refused for itself: many refusals are no failing platform', async () => {
    told.platform.behave(422)
    for (const id of ['a', 'b', 'c', 'd']) await change(id, { v: 1 })
    for (const id of ['a', 'b', 'c', 'd']) await inState(id, 'failed')
    expect(await health()).toMatchObject({ state: 'healthy', failed: 4, failingSince: null })
  })

  test('waits as long as Retry-After says, with all that is behind it', async () => {
    told.platform.behave((_, answer) => {
      answer.writeHead(429, { 'retry-after': '120' }).end()
      return undefined
    })
    await change('a', { v: 1 })
    await tried(1)
    told.platform.behave(200)
    await change('b', { v: 1 })
    told.room.pass(110 * second)
    await delay(700)
    expect(told.platform.packets.length).toBe(1)
    told.room.pass(15 * second)
    await inState('a', 'delivered')
    await inState('b', 'delivered')
  })

  test('waits as long as Retry-After says, also where another arrives meanwhile', async () => {
    const answers = new Map<string, ServerResponse>()
    told.platform.behave(({ json }, answer) => {
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
    told.platform.behave(200)
    told.room.pass(110 * second)
    await delay(700)
    expect(told.platform.packets.length).toBe(2)
    told.room.pass(15 * second)
    await inState('a', 'delivered')
  })

  test('is overtaken by a newer version, which is what arrives', async () => {
    told.platform.behave(500)
    await change('a', { v: 1 })
    await tried(1)
    await change('a', { v: 2 })
    await change('a', { v: 3 })
    told.platform.behave(200)
    told.room.pass(10 * second)
    await inState('a', 'delivered')
    expect(told.platform.packets.map(({ json }) => json.data.v)).toEqual([1, 3])
  })

  test('that is on the way when a newer version comes is followed by it', async () => {
    let release = () => {}
    told.platform.behave((_, answer) => {
      release = () => answer.writeHead(200).end()
      return undefined
    })
    await change('a', { v: 1 })
    await until(() => told.platform.packets.length === 1)
    await change('a', { v: 2 })
    await delay(200)
    expect(told.platform.packets.length).toBe(1)
    told.platform.behave(200)
    release()
    await until(() => told.platform.packets.length === 2)
    expect(told.platform.packets.map(({ json }) => json.data.v)).toEqual([1, 2])
    await inState('a', 'delivered')
  })
})

describe('a database that fails for a while', () => {
  const fail = (what: string) => told.room.rows(`ALTER TABLE ${what} RENAME TO away`)
  const mend = (what: string) => told.room.rows(`ALTER TABLE away RENAME TO ${what}`)

  test('when packets are looked for: they go out afterwards, though nothing else changes', async () => {
    await told.room.create('a', { v: 1 })
    await vi.waitUntil(() => state('a'), { timeout: 5_000 })
    await fail('deliveries')
    await until(() => told.room.errors.length > 0)
    await mend('deliveries')
    await inState('a', 'delivered')
  })

  test('when the log is turned into deliveries: none of it is passed over', async () => {
    await change('before', { v: 1 })
    await inState('before', 'delivered')
    await fail('deliveries')
    await change('a', { v: 1 })
    await until(() => told.room.errors.length > 0)
    await mend('deliveries')
    await told.room.restart()
    await inState('a', 'delivered')
  })

  test('when a newer version is to be told: sent with the older one, it is not sent again', async () => {
    const pause = (paused: boolean) =>
      told.room.awareness.control.change(told.room.owner(), told.platform.url, { paused })
    await vi.waitUntil(health)
    await pause(true)
    await change('a', { v: 1 })
    await inState('a', 'waiting')
    await fail('awareness_cursors')
    await change('a', { v: 2 })
    await until(() => told.room.errors.length > 0)
    await pause(false)
    await inState('a', 'delivered')
    await mend('awareness_cursors')
    await told.room.restart()
    const left = `SELECT max(log.sequence) > max(awareness_cursors.sequence) AS more
      FROM operation_log AS log, awareness_cursors`
    await vi.waitUntil(async () => !(await told.room.rows(left))[0].more, { timeout: 5_000 })
    await delay(300)
    expect(told.platform.packets.map(({ json }) => json.data.v)).toEqual([2])
    expect(await state('a')).toMatchObject({ state: 'delivered' })
  })
})
