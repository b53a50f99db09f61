import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

it('packets go as they like while nobody else needs the time', () => {
  const pace = createPace(
    () => 0.5,
    () => 1_000,
  )
  expect(pace.take(300)).toBe(300)
  expect(pace.opensAt()).toBeLessThanOrEqual(1_000)
  expect(pace.restAfter(50)).toBe(0)
})

it('a few go now and then while others ask all the time', () => {
  let now = 1_000
  const pace = createPace(
    () => 0.9,
    () => now,
  )
  let gone = 0
  for (; now < 11_000; now += 10) {
    if (pace.opensAt() <= now) gone += pace.take(300)
  }
  expect(gone).toBe(160)
  expect(pace.restAfter(5)).toBe(145)
  // A clock that is set back holds nothing up.
  now -= 3_600_000
  expect(pace.opensAt()).toBeLessThanOrEqual(now + 500)
})
