import { expect, test } from 'vitest'
import { currentWords, howWords } from './ledger-words.ts'

const entry = { mode: 'value' as const, isDeletion: false, acknowledged: true }

test('what was not acknowledged is never told as received', () => {
  expect(howWords(entry)).toBe('Whole record')
  const kinds = [{}, { mode: 'reference' as const }, { isDeletion: true }]
  for (const kind of kinds) {
    const words = howWords({ ...entry, ...kind, acknowledged: false })
    expect(words).toBe(`${howWords({ ...entry, ...kind })}, perhaps`)
  }
})

test('a deletion is current while the record is gone', () => {
  const words = (isDeletion: boolean) =>
    [true, false].map((isCurrent) => currentWords({ isDeletion, isCurrent }))
  expect(words(false)).toEqual(['Current', 'Changed since'])
  expect(words(true)).toEqual(['Still deleted', 'There again'])
})
