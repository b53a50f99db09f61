import { expect, test } from 'vitest'
import { policySchema } from '../../../evault/access/policy.ts'
import { daysText, readDays } from './retention.ts'

test.each([
  [1, 1],
  ['36500', 36_500],
  [' 30 ', 30],
])('%j is %d days', (typed, days) => {
  expect(readDays(typed)).toEqual({ days })
})

test.each(['', ' ', 'a week', 1.5, '2.5', 0, -1, 36_501, Number.NaN])('%j is refused', (typed) => {
  expect(readDays(typed)).toHaveProperty('problem')
})

test('what is taken here the vault takes, and no more', () => {
  const takes = (days: number) => policySchema.shape.trashDays.safeParse(days).success
  for (const days of [0, 1, 2.5, 36_500, 36_501]) expect('days' in readDays(days)).toBe(takes(days))
})

test('days are said as people say them', () => {
  expect([daysText(1), daysText(365), daysText(1_000)]).toEqual(['1 day', '365 days', '1,000 days'])
})
