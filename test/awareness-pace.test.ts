import { expect, test } from 'vitest'
import { openForEachTest, until } from './support/told-platform.ts'

const told = openForEachTest()
const records = Array.from({ length: 24 }, (_, n) => `record-${n}`)

/** Has so many packets wait, and lets them go while others ask so much. */
async function letGo(askedShare: number): Promise<void> {
  const { room, platform } = told
  const pause = (paused: boolean) =>
    room.awareness.control.change(room.owner(), platform.url, { paused })
  await until(told.health)
  await pause(true)
  for (const id of records) await told.change(id, { v: 1 })
  await until(async () => (await told.health())?.backlog === records.length)
  room.askedShare = askedShare
  await pause(false)
}

test('packets go all at once while nobody else needs the time', async () => {
  // As none of them is answered, the last one has not waited for the first.
  told.platform.behave(() => undefined)
  await letGo(0)
  const { packets } = told.platform
  await until(() => packets.length === records.length)
  expect(told.platform.mostAtOnce).toBe(records.length)
  expect((packets.at(-1)?.at ?? 0) - (packets[0]?.at ?? 0)).toBeLessThan(1_000)
})

test('packets go a few at a time, with a rest in between, while others always ask', async () => {
  await letGo(1)
  const { packets } = told.platform
  await until(() => packets.length === records.length)
  const restBefore = (at: number) => (packets[at]?.at ?? 0) - (packets[at - 1]?.at ?? 0)
  expect(restBefore(8)).toBeGreaterThan(500)
  expect(restBefore(16)).toBeGreaterThan(500)
  for (const id of records) await told.inState(id, 'delivered')
})
