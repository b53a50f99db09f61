import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

function at(perMinute: number, mostKeys?: number) {
  let time = 1_000
  const limit = createRateLimit({ perMinute, now: () => time, ...(mostKeys && { mostKeys }) })
  const pass = (ms: number) => {
    time += ms
  }
  return { limit, pass }
}

test('a minute’s worth is allowed at once, then it is told how long to wait', () => {
  const { limit, pass } = at(60)
  for (let times = 0; times < 60; times += 1) expect(limit.take('a')).toBe(0)
  expect(limit.take('a')).toBe(1)
  expect(limit.take('b')).toBe(0)
  pass(1_000)
  expect(limit.take('a')).toBe(0)
  expect(limit.take('a')).toBe(1)
})

test('the wait is in whole seconds and enough, also for slow limits', () => {
  const { limit, pass } = at(4)
  for (let times = 0; times < 4; times += 1) expect(limit.take('a')).toBe(0)
  pass(500)
  const wait = limit.take('a')
  expect(wait).toBe(15)
  // Refused requests take nothing.
  for (let times = 0; times < 10; times += 1) expect(limit.take('a')).toBe(15)
  pass(wait * 1_000)
  expect(limit.take('a')).toBe(0)
})

test('a bucket never holds more than a minute’s worth', () => {
  const { limit, pass } = at(250)
  pass(24 * 3_600_000)
  let allowed = 0
  while (limit.take('a') === 0) allowed += 1
  expect(allowed).toBe(250)
})

test('over any stretch no more is allowed than burst and refill', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 300 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), pauses, (perMinute, steps) => {
      const { limit, pass } = at(perMinute)
      let [allowed, elapsed] = [0, 0]
      for (const ms of steps) {
        pass(ms)
        elapsed += ms
        if (limit.take('a') === 0) allowed += 1
      }
      expect(allowed).toBeLessThanOrEqual(perMinute + (elapsed * perMinute) / 60_000 + 0.01)
    }),
  )
})

test('full buckets are forgotten before one that is empty', () => {
  const { limit, pass } = at(2, 2)
  limit.take('empty')
  limit.take('empty')
  limit.take('a')
  pass(35_000)
  limit.take('c')
  expect(limit.take('empty')).toBe(0)
  expect(limit.take('empty')).toBeGreaterThan(0)
})

test('twenty thousand keys are held against nobody, and not all kept', () => {
  const { limit, pass } = at(1)
  for (let key = 0; key < 20_000; key += 1) {
    pass(10)
    expect(limit.take(`${key}`)).toBe(0)
  }
  expect(limit.take('19999')).toBeGreaterThan(0)
})
