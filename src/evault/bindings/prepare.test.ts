import { describe, expect, test } from 'vitest'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import {
  asMetaEnvelope,
  type BindingDocumentInput,
  prepareBindingDocument,
  prepareSignature,
  readBindingDocument,
  signedBytes,
} from './prepare.ts'
import { type BindingDocumentType, bindingOntology } from './types.ts'

const ownerSignature = { signer: '@owner', signature: 'abc', timestamp: '2025-01-24T10:00:00Z' }
const prepare = (changes: Partial<BindingDocumentInput>) =>
  prepareBindingDocument({
    ...{ subject: '@owner', type: 'self', data: { name: 'O' }, ownerSignature },
    ...changes,
  })
const refused = (field: string, message: string | RegExp) =>
  expect.objectContaining({
    code: 'INVALID_INPUT',
    field,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })

const good: Record<BindingDocumentType, object> = {
  id_document: { vendor: 'onfido', reference: 'ref-12345', name: 'John Doe' },
  photograph: { photoBlob: 'data:image/png;base64,AAAA' },
  social_connection: { parties: ['@owner', '@friend'] },
  self: { name: 'John' },
  personal_parameters: {},
  security_question: { question: 'Which?' },
}

describe('data', () => {
  test.each(Object.entries(good))(
    '%s is taken as it is, with fields nobody knows',
    (type, data) => {
      const given = { zebra: [{ b: 1, a: null }], ...data, '': 0, apple: 'x' }
      const { data: kept } = prepare({ type: type as BindingDocumentType, data: given })
      expect(JSON.stringify(kept)).toBe(JSON.stringify(given))
    },
  )

  test('`__proto__` is a field like any other', () => {
    const data = JSON.parse('{"name":"J","__proto__":{"admin":true}}')
    const document = prepare({ data })
    expect(JSON.stringify(asMetaEnvelope(document).payload.data)).toBe(JSON.stringify(data))
    expect(new TextDecoder().decode(signedBytes(document))).toContain('"__proto__":{"admin":true}')
  })

  const { id_document, social_connection } = good
  test.each<[BindingDocumentType, unknown, string]>([
    ['id_document', { ...id_document, vendor: undefined }, 'data.vendor: is missing.'],
    ['id_document', { ...id_document, vendor: '' }, 'data.vendor: must not be empty.'],
    ['id_document', { ...id_document, reference: ' ' }, 'data.reference: must not be empty.'],
    ['id_document', { ...id_document, name: 7 }, 'data.name: must be a text.'],
    ['id_document', { ...id_document, name: null }, 'data.name: must be a text.'],
    ['photograph', {}, 'data.photoBlob: is missing.'],
    ['photograph', { photoBlob: '' }, 'data.photoBlob: must not be empty.'],
    [
      'social_connection',
      { ...social_connection, kind: 'self' },
      'data.kind: must be "social_connection".',
    ],
    [
      'social_connection',
      { ...social_connection, relation_description: 1 },
      'data.relation_description: must be a text.',
    ],
    ['social_connection', {}, 'data.parties: is missing.'],
    ['social_connection', { parties: '@a' }, 'data.parties: must be a list of two eNames.'],
    ['social_connection', { parties: ['@a'] }, 'data.parties: must be a list of two eNames.'],
    [
      'social_connection',
      { parties: ['@a', '@b', '@c'] },
      'data.parties: must be a list of two eNames.',
    ],
    [
      'social_connection',
      { parties: ['@ann', 'ANN'] },
      'data.parties: must be two different eNames.',
    ],
    ['social_connection', { parties: ['@a', '@'] }, 'data.parties.1: must be an eName.'],
    ['social_connection', { parties: ['@a', 7] }, 'data.parties.1: must be a text.'],
    ['self', { name: '' }, 'data.name: must not be empty.'],
    ['self', { name: 'J', kind: 'selfie' }, 'data.kind: must be "self".'],
    ['security_question', { answer: 'x' }, 'data.question: is missing.'],
    ...[null, 'text', 7, ['x']].map((data): [BindingDocumentType, unknown, string] => [
      'personal_parameters',
      data,
      'data: must be an object.',
    ]),
  ])('%s %j is refused in plain words', (type, data, message) => {
    expect(() => prepare({ type, data })).toThrow(refused('data', message))
  })
})

describe('subject and signature', () => {
  test('eNames come out in their normal form', () => {
    const signer = ' OWNER.w3id '
    const document = prepare({
      subject: 'Owner.W3ID',
      ownerSignature: { ...ownerSignature, signer },
    })
    expect(document.subject).toBe('@owner.w3id')
    expect(document.signatures).toEqual([{ ...ownerSignature, signer: '@owner.w3id' }])
  })

  test.each(['', ' ', '@', 'a\nb', 'x'.repeat(513)])('subject %j is refused', (subject) => {
    expect(() => prepare({ subject })).toThrow(refused('subject', 'subject: must be an eName.'))
  })

  test('the URL of a provider’s key is kept verbatim', () => {
    const signer = 'https://Vouch.example/a/.well-known/jwks.json#Key%201'
    expect(prepareSignature({ ...ownerSignature, signer }, 'signature').signer).toBe(signer)
  })

  test.each([
    ['signer', ''],
    ['signer', '@'],
    ['signer', 'x'.repeat(513)],
    ['signer', 'https://vouch.example/'],
    ['signer', 'https://vouch.example/.well-known/jwks.json'],
    ['signer', 'https://vouch.example/.well-known/\njwks.json#k'],
    ['signer', ' https://vouch.example/.well-known/jwks.json#k'],
    ['signature', ''],
    ['signature', 'x'.repeat(1025)],
    ['timestamp', ''],
    ['timestamp', 'today'],
    ['timestamp', '2025-01-24'],
    ['timestamp', '2025-02-30T10:00:00Z'],
    ['timestamp', `2025-01-24T10:00:00.${'0'.repeat(99)}Z`],
  ])('%s %j is refused', (name, value) => {
    const signature = { ...ownerSignature, [name]: value }
    expect(() => prepareSignature(signature, 'signature')).toThrow(
      refused('signature', new RegExp(`^signature\\.${name}: must .*\\.$`)),
    )
    expect(() => prepare({ ownerSignature: signature })).toThrow(
      refused('ownerSignature', new RegExp(`^ownerSignature\\.${name}: `)),
    )
  })

  test.each(['2025-01-24T10:00:00Z', '2025-01-24T10:00:00.123456+02:00', '2025-01-24T10:00:00'])(
    'timestamp %s is kept verbatim',
    (timestamp) => {
      const signature = { ...ownerSignature, timestamp }
      expect(prepareSignature(signature, 'signature')).toEqual(signature)
    },
  )
})

test('signed is the canonical JSON of data, subject and type', () => {
  const data = { name: 'É', b: { z: 1, a: [3, { y: 2, x: 1 }] } }
  expect(new TextDecoder().decode(signedBytes(prepare({ subject: 'Owner', data })))).toBe(
    '{"data":{"b":{"a":[3,{"x":1,"y":2}],"z":1},"name":"É"},"subject":"@owner","type":"self"}',
  )
})

describe('the record', () => {
  test('is for its subject', () => {
    const document = prepare({})
    expect(asMetaEnvelope(document)).toMatchObject({
      ontology: bindingOntology,
      payloadText: JSON.stringify({
        ...{ subject: '@owner', type: 'self', data: { name: 'O' } },
        signatures: [ownerSignature],
      }),
      acl: ['@owner'],
    })
  })

  test('is for both parties of a connection, and never for everyone', () => {
    const acl = (parties: string[]) =>
      asMetaEnvelope(prepare({ type: 'social_connection', data: { parties } })).acl
    expect(acl(['Friend', 'OWNER'])).toEqual(['@owner', '@friend'])
    expect(acl(['@owner', '*'])).toEqual(['@owner', '@*'])
  })

  test.each(['x\0y', '\ud800'])('cannot hold %j', (name) => {
    expect(() => asMetaEnvelope(prepare({ data: { name } }))).toThrow(
      expect.objectContaining({ code: 'INVALID_PAYLOAD' }),
    )
  })

  const stored = (changes: object = {}, ontology = bindingOntology): StoredMetaEnvelope => ({
    ...{ ename: '@owner', id: 'an-id', position: '0197', ontology, acl: [] },
    payload: { ...asMetaEnvelope(prepare({})).payload, ...changes },
  })

  test('is read as it was written', () => {
    expect(readBindingDocument(stored())).toEqual({
      ...prepare({}),
      ...{ id: 'an-id', position: '0197' },
    })
  })

  test.each([
    { subject: 7 },
    { type: 'other' },
    { type: 'toString' },
    { data: 'text' },
    { data: [] },
    { signatures: null },
    { signatures: [{ signer: '@a' }] },
  ])('is no binding document with %j', (changes) => {
    expect(readBindingDocument(stored(changes))).toBeNull()
  })

  test('is none under another type', () => {
    expect(readBindingDocument(stored({}, 'a-type'))).toBeNull()
  })
})
