import { expect, test } from 'vitest'
import { consentSentence, decisionInShort } from './consent-words.ts'

const typeName = (ontology: string) => ontology.toUpperCase()
const says = (decision: string, ontologies: { ontology: string; write: boolean }[] = []) =>
  consentSentence({ decision, ontologies }, true, typeName)

test('each decision is said in words', () => {
  expect(says('everything')).toContain('everything, private records too')
  expect(says('read')).toContain('change nothing')
  expect(says('blocked')).toContain('blocked')
})

test('an undecided platform gets what the policy says', () => {
  expect(says('undecided')).toContain('it is refused')
  expect(consentSentence(null, true, typeName)).toContain('it is refused')
  expect(consentSentence(null, false, typeName)).toContain('lets it do everything')
})

test('chosen types are named, those it writes apart', () => {
  const limit = ' Only public records, and those whose access names it.'
  const [a, b, c] = ['a', 'b', 'c'].map((ontology) => ({ ontology, write: false }))
  const w = { ontology: 'w', write: true }
  expect(says('ontologies', [a, b, c] as never)).toBe(
    `It may read A, B, and C, and change nothing.${limit}`,
  )
  expect(says('ontologies', [w])).toBe(`It may read and write W.${limit}`)
  expect(says('ontologies', [w, a] as never)).toBe(`It may read and write W; read A only.${limit}`)
  expect(says('ontologies')).toBe('It may do nothing: you have chosen no type.')
})

test('lists have a word or two', () => {
  const short = (decision: string, count = 0) =>
    decisionInShort({ decision, ontologies: Array(count).fill({ ontology: 'a', write: false }) })
  expect(short('ontologies', 1)).toBe('1 type')
  expect(short('ontologies', 2)).toBe('2 types')
  expect(short('read')).toBe('Read only')
  expect(short('undecided')).toBe('Undecided')
  expect(decisionInShort(null)).toBe('Undecided')
})
