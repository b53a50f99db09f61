import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame, mergeField } from './merge.ts'

const merge = (base: unknown, local: unknown, remote: unknown) =>
  mergeField({ field: 'f', base, local, remote }, () => 'decided')

const set = fc.uniqueArray(fc.integer({ min: 0, max: 9 }))

test('of lists, whoever was added on either side is in, whoever was taken out is not', () => {
  fc.assert(
    fc.property(set, set, set, (base, local, remote) => {
      const merged = merge(base, local, remote) as number[]
      for (let item = 0; item < 10; item += 1) {
        const [was, here, there] = [base, local, remote].map((list) => list.includes(item))
        expect(merged.includes(item)).toBe(was ? here && there : here || there)
      }
      expect(new Set(merged).size).toBe(merged.length)
    }),
  )
})

test('both sides come to the same members, whoever merges', () => {
  fc.assert(
    fc.property(set, set, set, (base, local, remote) => {
      const one = merge(base, local, remote) as number[]
      const other = merge(base, remote, local) as number[]
      expect(one.slice().sort()).toEqual(other.slice().sort())
    }),
  )
})

test('of anything else somebody decides, but not where both say the same', () => {
  expect(merge('a', 'b', 'c')).toBe('decided')
  expect(merge('a', 'b', 'b')).toBe('b')
  expect(merge([], [{ a: 1 }], [{ a: 2 }])).toBe('decided')
  expect(merge(null, ['a'], ['b'])).toEqual(['b', 'a'])
  expect(isSame(undefined, null)).toBe(true)
  expect(isSame({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true)
})
