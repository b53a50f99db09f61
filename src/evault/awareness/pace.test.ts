import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

/** How many packets go in ten seconds while others ask so much. */
function packetsAt(share: number): number {
  let now = 1_000
  const pace = createPace(
    () => share,
    () => now,
  )
  let gone = 0
  for (; now < 11_000; now += 10) {
    if (pace.opensAt() <= now) gone += pace.take(30)
  }
  return gone
}

it('packets go as they like while nobody else needs the time', () => {
  expect(packetsAt(0)).toBe(30_000)
  expect(createPace(() => 0, Date.now).restAfter(50)).toBe(0)
})

it('the more others ask, the fewer go, and a few always do', () => {
  const counts = [0.3, 0.5, 0.7, 0.9, 1].map(packetsAt)
  expect(counts).toEqual([...counts].sort((a, b) => b - a))
  // Enough for 50 changes a second that ten platforms are told of.
  expect(counts[0]).toBeGreaterThan(10_000)
  expect(counts.at(-1)).toBeGreaterThan(80)
  expect(counts.at(-1)).toBeLessThan(120)
})

it('a clock that is set back holds nothing up', () => {
  let now = 3_600_000
  const pace = createPace(
    () => 1,
    () => now,
  )
  pace.take(30)
  now = 0
  expect(pace.opensAt()).toBeLessThanOrEqual(1_000)
})
