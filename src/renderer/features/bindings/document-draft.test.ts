import { expect, it } from 'vitest'
import { type DocumentDraft, photoProblem, prepareDocument } from './document-draft.ts'

const owner = '@anna.w3id'
const draft = (part: Partial<DocumentDraft> & Pick<DocumentDraft, 'type'>): DocumentDraft => ({
  ...{ texts: {}, values: [], photo: null },
  ...part,
})

it('writes a self statement as the vault wants it', () => {
  const texts = { name: ' Anna Berg ', other: 'kept from another type' }
  expect(prepareDocument(draft({ type: 'self', texts }), owner)).toEqual({
    data: { kind: 'self', name: 'Anna Berg' },
  })
})

it('writes a relation with both names in their normal form', () => {
  const texts = { other: 'BEN.w3id', relation_description: '' }
  expect(prepareDocument(draft({ type: 'social_connection', texts }), owner)).toEqual({
    data: { kind: 'social_connection', parties: ['@anna.w3id', '@ben.w3id'] },
  })
})

it('does not relate somebody to themselves', () => {
  const texts = { other: 'Anna.W3ID' }
  expect(prepareDocument(draft({ type: 'social_connection', texts }), owner)).toEqual({
    errors: { other: 'This is you. Enter the other person.' },
  })
})

it('writes an identity card with further fields', () => {
  const texts = { name: 'Anna', vendor: 'Town hall', reference: '7' }
  const values = [
    { key: 1, name: 'expires', value: '2030' },
    { key: 2, name: ' ', value: '' },
  ]
  expect(prepareDocument(draft({ type: 'id_document', texts, values }), owner)).toEqual({
    data: { vendor: 'Town hall', reference: '7', name: 'Anna', expires: '2030' },
  })
})

it('says what is missing, and which name is there twice', () => {
  const values = [
    { key: 1, name: 'name', value: 'x' },
    { key: 2, name: '', value: 'x' },
  ]
  const texts = { vendor: 'Town hall' }
  expect(prepareDocument(draft({ type: 'id_document', texts, values }), owner)).toEqual({
    errors: {
      name: 'Enter the name as it is on the card.',
      reference: 'Enter the reference of the check.',
      'value 1': '“name” is there already.',
      'value 2': 'Give it a name.',
    },
  })
})

it.each([
  ['photograph', { photo: 'Choose a picture.' }],
  ['personal_parameters', { values: 'Add at least one.' }],
  ['security_question', { question: 'Enter the question.' }],
  ['self', { name: 'Enter your name.' }],
] as const)('does not sign an empty %s', (type, errors) => {
  expect(prepareDocument(draft({ type }), owner)).toEqual({ errors })
})

it('writes a question with and without its answer', () => {
  const question = (texts: Record<string, string>) =>
    prepareDocument(draft({ type: 'security_question', texts }), owner)
  expect(question({ question: 'Pet?' })).toEqual({ data: { question: 'Pet?' } })
  expect(question({ question: 'Pet?', answer: 'Rex' })).toEqual({
    data: { question: 'Pet?', answer: 'Rex' },
  })
})

it('takes pictures up to 5 MB', () => {
  expect(photoProblem(5 * 1024 * 1024 + 1, null)).toContain('larger than 5 MB')
  expect(photoProblem(5 * 1024 * 1024, null)).toBeNull()
  expect(photoProblem(9, 'aGVsbG8gd29ybGQhIQ==')).toContain('no picture')
})
