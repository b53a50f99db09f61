import fc from 'fast-check'
import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { createIdClock, millisecondsOf } from './ids.ts'

/** A clock's readings: it stands still, crawls, jumps a year ahead, falls back to 1970. */
const readings = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 41 })),
  { minLength: 1, maxLength: 300 },
)

/** Ids made while the clock shows one reading after the other. */
function idsUnder(clock: readonly number[], last: string | null = null): string[] {
  let at = 0
  const ids = createIdClock(last, () => clock[Math.min(at, clock.length - 1)] ?? 0)
  return clock.map((_, index) => {
    at = index
    return ids.next()
  })
}

test('ids are UUIDv7 and only grow, whatever the clock does', () => {
  fc.assert(
    fc.property(readings, (clock) => {
      const ids = idsUnder(clock)
      expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
      for (const [index, id] of ids.slice(1).entries()) expect(id > (ids[index] ?? '')).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('after a restart ids go on behind the last one, whatever the clock does', () => {
  fc.assert(
    fc.property(readings, readings, (before, after) => {
      const last = idsUnder(before).at(-1) as string
      expect((idsUnder(after, last)[0] as string) > last).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('while the clock is right, an id tells its time', () => {
  const time = Date.UTC(2026, 5, 1)
  expect(millisecondsOf(idsUnder([time])[0] as string)).toBe(time)
})

test('a standing clock gives a hundred thousand ids, in order and each once', () => {
  const ids = idsUnder(new Array(100_000).fill(1_700_000_000_000))
  expect(new Set(ids).size).toBe(ids.length)
  expect([...ids].sort()).toEqual(ids)
})

test('how far the clock is behind is known from the start', () => {
  const [last] = idsUnder([1_700_000_000_000])
  expect(createIdClock(last as string, () => 1_700_000_000_000 - 90_000).behindMs).toBe(90_000)
  expect(createIdClock(last as string, () => 1_700_000_000_001).behindMs).toBe(0)
  expect(createIdClock(null, () => 0).behindMs).toBe(0)
})
