import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRetries, type Retries } from './retries.ts'

let retries: Retries
let errors: unknown[]
beforeEach(() => {
  vi.useFakeTimers()
  errors = []
  retries = createRetries((error) => errors.push(error))
})
afterEach(() => {
  retries[Symbol.dispose]()
  vi.useRealTimers()
})

test('work is done again soon at first, then less often, at least every five minutes', async () => {
  const times: number[] = []
  retries.start('a', 0, async () => {
    times.push(Date.now())
    return 'again'
  })
  await vi.advanceTimersByTimeAsync(3 * 3_600_000)
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
  expect(gaps[0]).toBe(1_000)
  expect(gaps.every((gap, at) => gap >= (gaps[at - 1] ?? 0))).toBe(true)
  expect(gaps.at(-1)).toBe(300_000)
})

test('it ends when it is finished, when it is stopped, and with all of them', async () => {
  let done = 0
  retries.start('a', 0, async () => {
    done += 1
    return done < 3 ? 'again' : 'finished'
  })
  let others = 0
  retries.start('b', 0, async () => {
    others += 1
    return 'again'
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(done).toBe(3)
  expect(retries.has('a')).toBe(false)
  expect(retries.has('b')).toBe(true)
  retries.stopAll()
  const before = others
  await vi.advanceTimersByTimeAsync(10_000)
  expect(others).toBe(before)
  retries[Symbol.dispose]()
  retries.start('c', 0, async () => {
    others += 1
    return 'again'
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(others).toBe(before)
})

test('an error is told, and the work done again; work may say when', async () => {
  const times: number[] = []
  retries.start('a', 500, async () => {
    times.push(Date.now())
    if (times.length === 1) throw new Error('no')
    return { afterMs: 60_000 }
  })
  await vi.advanceTimersByTimeAsync(62_000)
  expect(errors).toEqual([new Error('no')])
  expect(times.slice(1).map((time, at) => time - (times[at] ?? 0))).toEqual([1_000, 60_000])
})

test('a wait longer than a timer can be is not cut short', async () => {
  let done = 0
  const month = 30 * 24 * 3_600_000
  retries.start('a', month, async () => {
    done += 1
    return 'finished'
  })
  await vi.advanceTimersByTimeAsync(month - 1)
  expect(done).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(done).toBe(1)
})

test('what is under way when it is stopped finds that out, and is not done again', async () => {
  let seen: AbortSignal | null = null
  retries.start('a', 0, async (signal) => {
    seen = signal
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    throw new Error('late')
  })
  await vi.advanceTimersByTimeAsync(10)
  retries.stopAll()
  await vi.advanceTimersByTimeAsync(60_000)
  expect((seen as AbortSignal | null)?.aborted).toBe(true)
  expect(errors).toEqual([])
})
