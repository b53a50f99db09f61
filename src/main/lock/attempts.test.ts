import { expect, test } from 'vitest'
import { retryAt } from './attempts.ts'

const waits = (count: number, now = 0) => (retryAt({ count, lastAt: 0 }, now) ?? now) - now

test('the first two mistakes cost nothing, then each twice what the one before did', () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((count) => waits(count) / 1_000)).toEqual([
    0, 0, 0, 5, 10, 20, 40,
  ])
})

test('nobody waits for more than a quarter of an hour', () => {
  for (const count of [11, 20, 100, 10_000]) expect(waits(count)).toBe(15 * 60_000)
})

test('when it is over, one is tried', () => {
  expect(retryAt({ count: 3, lastAt: 1_000 }, 5_999)).toBe(6_000)
  expect(retryAt({ count: 3, lastAt: 1_000 }, 6_000)).toBeNull()
})

test('a clock that was set back lets nobody wait for longer', () => {
  expect(retryAt({ count: 3, lastAt: 1_000_000 }, 0)).toBe(5_000)
})
