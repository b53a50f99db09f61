import { expect, it } from 'vitest'
import { drawingOf, isSame, missingOf, summaryOf } from './drawing.ts'

const subject = '@anna.w3id'

it('gives an identity card its places, and keeps what has none', () => {
  const data = { vendor: 'Onfido', reference: 'r-1', name: 'Anna', expires: 2030 }
  expect(drawingOf({ subject, type: 'id_document', data })).toEqual({
    type: 'id_document',
    vendor: 'Onfido',
    reference: 'r-1',
    name: 'Anna',
    rest: [['expires', 2030]],
  })
})

it('leaves nothing out, not even what has the wrong form', () => {
  const data = { kind: 'self', name: 7 }
  expect(drawingOf({ subject, type: 'self', data })).toMatchObject({
    name: null,
    rest: [['name', 7]],
  })
  expect(drawingOf({ subject, type: 'photograph', data: 'text' }).rest).toEqual([['data', 'text']])
  const other = { kind: 'something else', parties: [subject], relation_description: 'Friends' }
  const drawing = drawingOf({ subject, type: 'social_connection', data: other })
  expect(drawing).toMatchObject({ parties: [], description: 'Friends' })
  expect(drawing.rest).toEqual([
    ['kind', 'something else'],
    ['parties', [subject]],
  ])
})

it('says who is missing under a relation, however their names are written', () => {
  const data = { kind: 'social_connection', parties: ['ANNA.w3id', '@ben.w3id'] }
  const drawing = drawingOf({ subject, type: 'social_connection', data })
  expect(drawing).toMatchObject({ parties: ['@anna.w3id', '@ben.w3id'], rest: [] })
  expect(missingOf(['@anna.w3id', '@ben.w3id'], ['@Anna.W3ID'])).toEqual(['@ben.w3id'])
})

it.each([
  ['id_document', { name: 'Anna Berg' }, 'Anna Berg'],
  ['self', { name: 5 }, 'About @anna.w3id'],
  ['photograph', { photoBlob: 'x' }, 'About @anna.w3id'],
  [
    'social_connection',
    { parties: [subject, '@ben.w3id'], relation_description: 'Friends' },
    'Friends · @ben.w3id',
  ],
  ['social_connection', { parties: [subject, '@ben.w3id'] }, 'With @ben.w3id'],
  ['social_connection', {}, 'About @anna.w3id'],
  ['personal_parameters', { height: 170, eyes: 'green' }, 'height, eyes'],
  ['personal_parameters', {}, 'Nothing in it'],
  ['security_question', { question: 'First pet?', answer: 'Rex' }, 'First pet?'],
] as const)('sums up %s', (type, data, line) => {
  expect(summaryOf({ subject, type, data }, '@carla.w3id')).toBe(line)
})

it('says so where a document is about the owner, however they are written', () => {
  const photograph = { subject, type: 'photograph', data: { photoBlob: 'x' } } as const
  expect(summaryOf(photograph, '@Anna.W3ID')).toBe('About you')
})

it('keeps the answer to a question apart', () => {
  const data = { question: 'First pet?', answer: 'Rex' }
  const drawing = drawingOf({ subject, type: 'security_question', data })
  expect(drawing).toMatchObject({ question: 'First pet?', answer: 'Rex', rest: [] })
})

it('takes no eName and no address for the same signer', () => {
  const key = 'https://bank.example/.well-known/jwks.json#1'
  expect(isSame(key, key)).toBe(true)
  expect(isSame(key, '@anna.w3id')).toBe(false)
  expect(isSame('', '')).toBe(true)
  expect(isSame('', '@')).toBe(false)
})
