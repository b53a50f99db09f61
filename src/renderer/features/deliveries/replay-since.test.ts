import { expect, test } from 'vitest'
import { sinceOf } from './replay-since.ts'

const now = Date.parse('2026-11-08T10:00:00.000Z')

test('a span ends now', () => {
  expect(sinceOf('hour', '', now)).toBe('2026-11-08T09:00:00.000Z')
  expect(sinceOf('week', '', now)).toBe('2026-11-01T10:00:00.000Z')
  expect(sinceOf('all', '', now)).toBe('1970-01-01T00:00:00.000Z')
})

test('a chosen time is of this computer’s clock', () => {
  const local = new Date(2026, 9, 3, 8, 30).toISOString()
  expect(sinceOf('custom', '2026-10-03T08:30', now)).toBe(local)
  expect(
    ['', 'yesterday', '2026-10-03', '2026-13-03T08:30'].map((typed) =>
      sinceOf('custom', typed, now),
    ),
  ).toEqual([null, null, null, null])
})
