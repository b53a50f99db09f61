import { expect, test } from 'vitest'
import { toldTo } from './subscription.ts'

const owners = { mode: 'value', deletes: false, ontologies: null } as const
const wish = { byReference: true, deletions: true, ontologies: ['a', 'b'] }

test('a platform is told as it wants to be, and no more than its owner lets it know', () => {
  expect(toldTo({ ...owners, subscription: null })).toEqual(owners)
  expect(toldTo({ ...owners, subscription: wish })).toEqual({
    mode: 'reference',
    deletes: true,
    ontologies: ['a', 'b'],
  })
  const narrow = { mode: 'reference', deletes: true, ontologies: ['b', 'c'] } as const
  expect(toldTo({ ...narrow, subscription: wish }).ontologies).toEqual(['b'])
  const nothing = { byReference: false, deletions: false, ontologies: null }
  expect(toldTo({ ...narrow, subscription: nothing })).toEqual(narrow)
})
