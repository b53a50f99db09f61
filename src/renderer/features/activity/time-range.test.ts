import { expect, test } from 'vitest'
import { rangeOf, rangePlace } from './time-range.ts'

const now = new Date(2026, 10, 21, 13)
const log = 'reads' as const

test.each([
  ['any', undefined],
  ['0', '2026-11-21'],
  ['6', '2026-11-15'],
  ['29', '2026-10-23'],
])('%s is chosen, kept as days, and known again', (range, from) => {
  const place = rangePlace({ log, who: 'owner', from: '2020-01-01', to: '2020-01-02' }, range, now)
  expect(place).toEqual({ log, who: 'owner', ...(from && { from }) })
  expect(rangeOf(place, now)).toBe(range)
})

test('other days are those that were chosen', () => {
  expect(rangeOf({ log, from: '2026-11-01' }, now)).toBe('custom')
  expect(rangeOf({ log, from: '2026-11-21', to: '2026-11-21' }, now)).toBe('custom')
  expect(rangeOf({ log, to: '2026-11-21' }, now)).toBe('custom')
})
