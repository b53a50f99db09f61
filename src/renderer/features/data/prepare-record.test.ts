import { describe, expect, it } from 'vitest'
import { jsonProblem } from '../records/json-problem.ts'
import { draftErrorsOf, prepareInput } from './prepare-record.ts'
import { emptyDraft, OWN_ID } from './record-draft.ts'

describe('jsonProblem', () => {
  it.each([
    ['{"a": 1 "b": 2}', 8, "Line 1, column 9: Expected ',' or '}' after property value."],
    ['{\n  "a": 1,\n}', 12, 'Line 3, column 1: Expected double-quoted property name.'],
    ['{"a":1}}', 7, 'Line 1, column 8: Unexpected non-whitespace character after JSON.'],
    ['[1]', 0, 'A payload is an object: { "field": value, … }'],
    ['  ', 0, 'A payload is an object: { "field": value, … }'],
  ])('points at the fault in %j', (text, offset, message) => {
    expect(jsonProblem(text)).toEqual({ offset, message })
  })

  it('finds the place where the engine names none', () => {
    expect(jsonProblem('{"a":[1,]}')?.offset).toBe(8)
  })

  it('has nothing against an object', () => {
    expect(jsonProblem(' {"a": {"b": [1]}} ')).toBeNull()
  })
})

describe('prepareInput', () => {
  it('makes an input of a complete draft', () => {
    const draft = { ...emptyDraft, type: OWN_ID, ownId: ' my-type ', payload: '{"a":1}' }
    const input = { ontology: 'my-type', payload: { a: 1 }, acl: ['@me'] }
    expect(prepareInput(draft, '@me')).toEqual({ input })
  })

  it('writes eNames with @', () => {
    const draft = { ...emptyDraft, type: 't', access: 'people' as const, people: ['a', '@b'] }
    expect(prepareInput(draft, '@me')).toMatchObject({ input: { acl: ['@a', '@b'] } })
  })

  it('names every fault at once', () => {
    const draft = { ...emptyDraft, payload: '{', access: 'people' as const }
    const prepared = prepareInput(draft, '@me')
    expect(Object.keys('errors' in prepared ? prepared.errors : {})).toEqual([
      'type',
      'payload',
      'people',
    ])
  })
})

it('puts the server’s errors at their fields', () => {
  const error = (field: string | null, message: string) => ({ field, message, code: null })
  expect(
    draftErrorsOf([
      error('payload.title', 'Too long.'),
      error('input.acl', 'No such eName.'),
      error('acl', 'Twice.'),
      error(null, 'Full.'),
    ]),
  ).toEqual({ payload: 'Too long.', people: 'No such eName. Twice.', form: 'Full.' })
})
