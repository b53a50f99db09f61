import { expect, test } from 'vitest'
import { parseIsoMoment } from './iso-moment.ts'

test('a date begins at midnight in UTC, a time has its offset', () => {
  expect(parseIsoMoment('2026-03-01')).toBe(Date.UTC(2026, 2, 1))
  expect(parseIsoMoment('2026-03-01T01:00:00+01:00')).toBe(Date.UTC(2026, 2, 1))
  expect(parseIsoMoment('2026-03-01T00:00:00.250Z')).toBe(Date.UTC(2026, 2, 1) + 250)
})

test.each([
  '',
  'yesterday',
  '2026',
  '2026-02-30',
  '2026-13-01',
  '2026-03-01T00:00:00',
  '1 March 2026',
])('%j is no moment', (text) => expect(parseIsoMoment(text)).toBeNull())
