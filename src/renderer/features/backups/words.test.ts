import { expect, it } from 'vitest'
import { differenceText, percentOf } from './words.ts'

it('counts whole percent, and never more than there is', () => {
  expect(percentOf({ done: 5, total: null })).toBeNull()
  expect(percentOf({ done: 0, total: 0 })).toBe(100)
  expect(percentOf({ done: 999, total: 1_000 })).toBe(99)
  expect(percentOf({ done: 1_001, total: 1_000 })).toBe(100)
})

it('says what differs in words of the owner', () => {
  expect(differenceText({ part: 'records', expected: 4, found: 3 })).toBe(
    'Records: 3 of 4 can be restored',
  )
  expect(differenceText({ part: 'versions', expected: 2, found: 2 })).toBe(
    'Earlier versions of records: not as it was',
  )
  expect(differenceText({ part: 'database', expected: 90, found: 89 })).toBe(
    'The database, in which all but your files is: it is damaged, so the rest could not be compared',
  )
})
