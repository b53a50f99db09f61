import { expect, test } from 'vitest'
import { delayAfter, probeDelay, readRetryAfter, verdictOn } from './schedule.ts'

const minute = 60_000
const hour = 60 * minute

test('waits grow from 5 s to a day, and then it is enough', () => {
  const waits = Array.from({ length: 10 }, (_, n) => delayAfter(n + 1, 0.5))
  expect(waits).toEqual([
    ...[5_000, 30_000, minute, 2 * minute, 5 * minute],
    ...[15 * minute, hour, 6 * hour, 24 * hour, null],
  ])
})

test('waits are spread by a fifth, so that those who failed together do not come together', () => {
  expect([delayAfter(1, 0), delayAfter(1, 1)]).toEqual([4_000, 6_000])
  const drawn = new Set(Array.from({ length: 20 }, () => delayAfter(9)))
  expect(drawn.size).toBeGreaterThan(10)
})

test('a platform that keeps failing is tried once a day', () => {
  expect([probeDelay(1, 0.5), probeDelay(9, 0.5), probeDelay(1_000, 0.5)]).toEqual([
    ...[5_000, 24 * hour, 24 * hour],
  ])
})

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [301, 'again'],
  [400, 'refused'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'again'],
  [405, 'refused'],
  [408, 'again'],
  [410, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [429, 'again'],
  [500, 'again'],
  [503, 'again'],
])('status %i: %s', (status, verdict) => {
  expect(verdictOn(status)).toBe(verdict)
})

test('Retry-After is read as seconds or a date, and bounded', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(readRetryAfter('120', now)).toBe(120_000)
  expect(readRetryAfter('Thu, 01 Jan 2026 00:10:00 GMT', now)).toBe(10 * minute)
  expect(readRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
  expect(readRetryAfter('999999999', now)).toBe(24 * hour)
  expect(readRetryAfter('soon', now)).toBeNull()
  expect(readRetryAfter(undefined, now)).toBeNull()
})
