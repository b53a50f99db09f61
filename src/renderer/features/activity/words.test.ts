import { expect, test } from 'vitest'
import { aboutWords, operationWords, refusalWords, wantedWords, whatWords } from './words.ts'

test('what is known is said in words, the rest as it is', () => {
  expect(operationWords('update_envelope_value')).toBe('Changed a field')
  expect(operationWords('create')).toBe('Added')
  expect(wantedWords('create')).toBe('Add')
  expect(wantedWords('remove')).toBe('Delete')
  expect(operationWords('fly')).toBe('fly')
  expect(refusalWords('CONSENT_REQUIRED')).toBe('You had not decided about it')
  expect(refusalWords('NEW_CODE')).toBe('NEW_CODE')
})

test('a line tells what was done, or what was refused and why', () => {
  const typeName = (ontology: string) => ontology.toUpperCase()
  const done = { operation: 'update', refusal: null, ontologies: ['a', 'b'], records: ['1'] }
  expect([whatWords(done), aboutWords(done, typeName)]).toEqual(['Changed', 'A, B'])
  const refused = { ...done, refusal: 'FORBIDDEN' }
  expect([whatWords(refused), aboutWords(refused, typeName)]).toEqual([
    ...['Refused: Change', 'You have not allowed it'],
  ])
  const empty = { operation: 'read', refusal: null, ontologies: [], records: [] }
  expect(aboutWords(empty, typeName)).toBe('No records')
})
