import { expect, it } from 'vitest'
import { accessOf, aclOf } from './access.ts'

const OWNER = '@Me'

it.each([
  [[OWNER], { kind: 'private' }],
  [['me'], { kind: 'private' }],
  [[], { kind: 'private' }],
  [['@a', '*'], { kind: 'public' }],
  [['@me', '@a'], { kind: 'people', people: ['@a'] }],
])('reads %j', (acl, access) => {
  expect(accessOf(acl, OWNER)).toEqual(access)
})

it('writes what it reads', () => {
  expect(aclOf({ kind: 'private' }, OWNER)).toEqual([OWNER])
  expect(aclOf({ kind: 'public' }, OWNER)).toEqual(['*'])
  expect(aclOf({ kind: 'people', people: ['@a'] }, OWNER)).toEqual(['@a'])
})
