import { expect, it } from 'vitest'
import { exactTime, relativeTime } from './time-text.ts'

const NOW = Date.UTC(2026, 5, 15, 12)

it.each([
  [-30_000, 'just now'],
  [20_000, 'just now'],
  [-5 * 60_000, '5 min. ago'],
  [-3 * 3_600_000, '3 hr. ago'],
  [-26 * 3_600_000, 'yesterday'],
  [-30 * 24 * 3_600_000, 'May 16, 2026'],
])('tells a moment %i ms away', (offset, text) => {
  expect(relativeTime(NOW + offset, NOW)).toBe(text)
})

it('gives the exact time in UTC', () => {
  expect(exactTime(new Date(NOW)).utc).toBe('2026-06-15 12:00:00.000 UTC')
})
