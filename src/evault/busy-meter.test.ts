import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type BusyMeter, createBusyMeter } from './busy-meter.ts'

let meter: BusyMeter
beforeEach(() => {
  vi.useFakeTimers()
  meter = createBusyMeter()
})
afterEach(() => void vi.useRealTimers())

const pass = (ms: number) => vi.advanceTimersByTime(ms)
const answerFor = (ms: number) => {
  meter.begin()
  pass(ms)
  meter.end()
}

it('tells at how many of the last moments somebody waited', () => {
  expect(meter.share()).toBe(0)
  for (let at = 0; at < 200; at += 1) {
    answerFor(7)
    pass(7)
  }
  expect(meter.share()).toBeGreaterThan(0.35)
  expect(meter.share()).toBeLessThan(0.65)
})

it('those who ask side by side leave no time', () => {
  meter.begin()
  for (let at = 0; at < 100; at += 1) {
    answerFor(7)
    pass(7)
  }
  expect(meter.share()).toBeGreaterThan(0.99)
  meter.end()
  pass(1_000)
  expect(meter.share()).toBeLessThan(0.05)
})

it('looks no more when nobody has asked for a while, and again when somebody does', () => {
  answerFor(100)
  pass(5_000)
  expect(vi.getTimerCount()).toBe(0)
  expect(meter.share()).toBe(0)
  answerFor(1_000)
  expect(meter.share()).toBeGreaterThan(0.9)
  meter[Symbol.dispose]()
  pass(1)
  expect(vi.getTimerCount()).toBe(0)
})
