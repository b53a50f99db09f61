import { expect, it } from 'vitest'
import { percentOf } from './words.ts'

it('counts whole percent, and never more than there is', () => {
  expect(percentOf({ done: 5, total: null })).toBeNull()
  expect(percentOf({ done: 0, total: 0 })).toBe(100)
  expect(percentOf({ done: 999, total: 1_000 })).toBe(99)
  expect(percentOf({ done: 1_001, total: 1_000 })).toBe(100)
})
