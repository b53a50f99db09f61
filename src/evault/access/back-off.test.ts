import { expect, test } from 'vitest'
import { createBackOff } from './back-off.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

function at(options: Parameters<typeof createBackOff>[0] = {}) {
  let time = 5_000_000
  const backOff = createBackOff({ now: () => time, ...options })
  return {
    backOff,
    pass(ms: number) {
      time += ms
    },
    fail(key: string, times = 1) {
      for (let done = 0; done < times; done += 1) backOff.failed(key)
    },
  }
}

test('five wrong guesses are free, then the wait doubles up to a quarter of an hour', () => {
  const { backOff, fail } = at()
  const waits = Array.from({ length: 18 }, () => {
    fail('a')
    return backOff.retryAfterMs('a') / 1_000
  })
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
  fail('a', 2_000)
  expect(backOff.retryAfterMs('a')).toBe(15 * minuteMs)
})

test('waiting ends, and the next wrong guess waits longer', () => {
  const { backOff, pass, fail } = at()
  fail('a', 5)
  pass(999)
  expect(backOff.retryAfterMs('a')).toBe(1)
  pass(1)
  expect(backOff.retryAfterMs('a')).toBe(0)
  fail('a')
  expect(backOff.retryAfterMs('a')).toBe(2_000)
})

test('keys do not disturb each other', () => {
  const { backOff, fail } = at()
  fail('a', 10)
  expect(backOff.retryAfterMs('b')).toBe(0)
})

test('a right guess and a day without a wrong one start anew', () => {
  const { backOff, pass, fail } = at()
  fail('a', 10)
  backOff.succeeded('a')
  expect(backOff.retryAfterMs('a')).toBe(0)
  fail('a', 4)
  expect(backOff.retryAfterMs('a')).toBe(0)
  pass(dayMs - 1)
  fail('a')
  expect(backOff.retryAfterMs('a')).toBe(1_000)
  pass(dayMs)
  fail('a')
  expect(backOff.retryAfterMs('a')).toBe(0)
})

test('guessing from many addresses frees none that waits, and fills no memory', () => {
  const { backOff, fail } = at({ mostAddresses: 100 })
  fail('waiting', 10)
  for (let address = 0; address < 1_000; address += 1) fail(`address ${address}`)
  expect(backOff.retryAfterMs('waiting')).toBeGreaterThan(0)
  // Of the rest only the newest are known: four more make five.
  fail('address 0', 4)
  expect(backOff.retryAfterMs('address 0')).toBe(0)
  fail('address 999', 4)
  expect(backOff.retryAfterMs('address 999')).toBe(1_000)
})

test('when all wait, the one that failed longest ago is forgotten', () => {
  const { backOff, fail } = at({ mostAddresses: 3 })
  for (const key of ['a', 'b', 'c', 'd']) fail(key, 10)
  expect(['a', 'b', 'c', 'd'].map((key) => backOff.retryAfterMs(key) > 0)).toEqual([
    ...[false, true, true, true],
  ])
})
