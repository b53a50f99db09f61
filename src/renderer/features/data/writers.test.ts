import { expect, it } from 'vitest'
import { writersOf } from './writers.ts'

const one = 'platform https://post.example'
const other = 'platform https://Post.example/'
const visitors = [
  { caller: one, spellings: [one, other] },
  { caller: 'anonymous', spellings: ['anonymous'] },
]

it('a platform is one writer, in whatever spelling it is chosen', () => {
  const writers = ['owner', one, 'anonymous']
  for (const spelling of [one, other]) {
    expect(writersOf(visitors, spelling)).toEqual({ writers, chosen: one })
  }
  expect(writersOf(visitors, null)).toEqual({ writers, chosen: null })
})

it('who is chosen stays, also while nobody knows who came', () => {
  expect(writersOf([], other)).toEqual({ writers: ['owner', other], chosen: other })
  expect(writersOf([], 'owner')).toEqual({ writers: ['owner'], chosen: 'owner' })
})
