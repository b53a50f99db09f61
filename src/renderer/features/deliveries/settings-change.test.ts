import { expect, test } from 'vitest'
import { sameTypes, wayBack } from './settings-change.ts'

const settings = {
  ...{ paused: false, ontologies: null, mode: 'value' as const, deletes: false },
  ...{ privateAddresses: true, hasSecret: true },
}

test('the way back has what was changed, as it was, and nothing else', () => {
  expect(wayBack(settings, { paused: true })).toEqual({ paused: false })
  expect(wayBack(settings, { mode: 'reference', deletes: true })).toEqual({
    ...{ mode: 'value', deletes: false },
  })
})

test('types come back as they were, all of them too', () => {
  expect(wayBack(settings, { ontologies: ['a'] })).toEqual({ allOntologies: true })
  const some = { ...settings, ontologies: ['a', 'b'] }
  expect(wayBack(some, { allOntologies: true })).toEqual({ ontologies: ['a', 'b'] })
})

test('no types are not all types', () => {
  expect(sameTypes([], null)).toBe(false)
  expect(sameTypes(['a', 'b'], ['b', 'a'])).toBe(true)
  expect(sameTypes(['a'], ['b'])).toBe(false)
  expect(sameTypes(null, null)).toBe(true)
})
