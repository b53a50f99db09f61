import { expect, it } from 'vitest'
import { countWords } from './kit-words.ts'

it.each([
  ['', 0],
  ['  \n ', 0],
  ['abandon', 1],
  [' abandon  ability\nable\t', 3],
  ['Abandon, ability; ABLE', 3],
  ['1. abandon 2. ability', 2],
])('counts the words of %j', (text, count) => {
  expect(countWords(text)).toBe(count)
})
