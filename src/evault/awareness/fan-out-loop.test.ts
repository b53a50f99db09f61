import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Log } from '../log.ts'
import type { FanOut } from './fan-out.ts'
import { createFanOutLoop, type FanOutLoop } from './fan-out-loop.ts'

/** A batch that was run: of which vault, and when. */
type Batch = readonly [ename: string, at: number]

const BATCH_MS = 10
const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

let open: FanOutLoop[]
beforeEach(() => {
  open = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 })
})
afterEach(async () => {
  await Promise.all(open.map((loop) => loop[Symbol.asyncDispose]()))
  vi.useRealTimers()
})

/** A loop whose vaults have so many batches left; each takes `BATCH_MS`. */
function openLoop(left: Record<string, number>, restAfter: (workedMs: number) => number) {
  const batches: Batch[] = []
  const started = performance.now()
  const fanOut: FanOut = {
    async run(ename) {
      batches.push([ename, performance.now() - started])
      await new Promise((resolve) => setTimeout(resolve, BATCH_MS))
      left[ename] = (left[ename] ?? 0) - 1
      return left[ename] > 0 ? 'more' : 'done'
    },
    reached: () => 0,
  }
  const loop = createFanOutLoop(fanOut, { restAfter }, log)
  open.push(loop)
  return { loop, batches }
}

it('rests between two batches as long as the pace says for the time they took', async () => {
  const { loop, batches } = openLoop({ a: 3 }, (workedMs) => workedMs * 30)
  loop.grown('a', 'UPDATED')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(batches).toEqual([
    ['a', 2],
    ['a', 2 + BATCH_MS + 30 * BATCH_MS],
    ['a', 2 + 2 * (BATCH_MS + 30 * BATCH_MS)],
  ])
})

it('what is due again meanwhile comes after the rest, and after the others that are due', async () => {
  const { loop, batches } = openLoop({ a: 3, b: 1 }, () => 500)
  loop.grown('a', 'UPDATED')
  loop.grown('b', 'UPDATED')
  await vi.advanceTimersByTimeAsync(400)
  expect(batches.map(([ename]) => ename)).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(batches.map(([ename]) => ename)).toEqual(['a', 'b', 'a', 'a'])
})

it('a change that comes during a rest waits for its end', async () => {
  const { loop, batches } = openLoop({ a: 1, b: 1 }, () => 500)
  loop.grown('a', 'UPDATED')
  await vi.advanceTimersByTimeAsync(100)
  loop.grown('b', 'UPDATED')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(batches).toEqual([
    ['a', 2],
    ['b', 2 + BATCH_MS + 500],
  ])
})

it('a creation waits a while, unless a change of the same vault comes', async () => {
  const { loop, batches } = openLoop({ a: 1, b: 1 }, () => 0)
  loop.grown('a', 'CREATED')
  loop.grown('b', 'CREATED')
  await vi.advanceTimersByTimeAsync(100)
  expect(batches).toEqual([])
  loop.grown('b', 'UPDATED')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(batches).toEqual([
    ['b', 102],
    ['a', 1_500],
  ])
})

it('a closed loop has ended its batch, and begins no other', async () => {
  const { loop, batches } = openLoop({ a: 5, b: 1 }, () => 0)
  loop.grown('a', 'UPDATED')
  loop.grown('b', 'UPDATED')
  await vi.advanceTimersByTimeAsync(5)
  const closed = loop[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(5_000)
  await closed
  loop.grown('b', 'UPDATED')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(batches.map(([ename]) => ename)).toEqual(['a'])
})
