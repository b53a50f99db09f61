import { expect, test } from 'vitest'
import { counted, operationWords, refusalWords, wantedWords } from './words.ts'

test('what is known is said in words, the rest as it is', () => {
  expect(operationWords('update_envelope_value')).toBe('Changed a field')
  expect(operationWords('create')).toBe('Added')
  expect(wantedWords('create')).toBe('Add')
  expect(wantedWords('remove')).toBe('Delete')
  expect(operationWords('fly')).toBe('fly')
  expect(refusalWords('CONSENT_REQUIRED')).toBe('You had not decided about it')
  expect(refusalWords('NEW_CODE')).toBe('NEW_CODE')
})

test('counts are said as people say them', () => {
  expect([counted(0, 'read'), counted(1, 'read'), counted(1_204, 'entry', 'entries')]).toEqual([
    ...['0 reads', '1 read', '1,204 entries'],
  ])
})
