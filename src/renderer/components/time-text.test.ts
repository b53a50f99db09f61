import { expect, it } from 'vitest'
import { clockTime, durationText, exactTime, relativeTime, spanText } from './time-text.ts'

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

it.each([
  [-5_000, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 minute'],
  [2 * 3_600_000 + 1, '2 hours'],
  [3 * 24 * 3_600_000, '3 days'],
  [65 * 24 * 3_600_000, '2 months'],
  [400 * 24 * 3_600_000, '1 year'],
])('tells a duration of %i ms', (duration, text) => {
  expect(durationText(duration)).toBe(text)
})

it('tells a time of day, with its date only when that is another', () => {
  const [noon, evening] = [new Date(2026, 5, 15, 12), new Date(2026, 5, 15, 19, 5)]
  expect(clockTime(evening.getTime(), noon.getTime())).toBe('19:05')
  expect(clockTime(new Date(2026, 5, 16, 0, 5).getTime(), noon.getTime())).toBe(
    'Jun 16, 2026, 00:05',
  )
})

it('says once what the ends of a span have in common', () => {
  const from = new Date(2026, 5, 15, 9, 5).getTime()
  // Which spaces stand around the dash depends on the version of the locale data.
  const text = (to: Date) => spanText(from, to.getTime()).replace(/\s/g, ' ')
  expect(text(new Date(2026, 5, 15, 14, 30))).toBe('Jun 15, 2026, 09:05 – 14:30')
  expect(text(new Date(2026, 6, 1, 8))).toBe('Jun 15, 2026, 09:05 – Jul 1, 2026, 08:00')
})
