import { expect, it } from 'vitest'
import { createBusyMeter } from './busy-meter.ts'

it('tells how much of the last moments somebody was being answered', () => {
  let now = 0
  const meter = createBusyMeter(() => now)
  const pass = (ms: number) => {
    now += ms
  }
  pass(1_000)
  expect(meter.share()).toBe(0)
  // One after the other, with as much time between them.
  for (let at = 0; at < 200; at += 1) {
    meter.begin()
    pass(5)
    meter.end()
    pass(5)
  }
  expect(meter.share()).toBeCloseTo(0.5, 1)
  // Side by side: together they leave no time.
  meter.begin()
  for (let at = 0; at < 200; at += 1) {
    pass(5)
    meter.begin()
    pass(5)
    meter.end()
  }
  expect(meter.share()).toBeGreaterThan(0.99)
  meter.end()
  pass(250)
  expect(meter.share()).toBeCloseTo(Math.exp(-1), 2)
  pass(2_000)
  expect(meter.share()).toBeLessThan(0.01)
})
