import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepareMetaEnvelope } from './prepare.ts'

const record = (changes: object) =>
  prepareMetaEnvelope({ ontology: 'a-type', payload: {}, acl: [], ...changes })
const refused = (code: string, field: string) => expect.objectContaining({ code, field })

/** Arrays in arrays, `levels` of them. */
function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level += 1) value = [value]
  return value
}

describe('payload', () => {
  test('is taken as it is, in its order', () => {
    const payload = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
    fc.assert(
      fc.property(payload, (fields) => {
        const prepared = record({ payload: fields })
        expect(prepared.payloadText).toBe(JSON.stringify(fields))
        expect(prepared.payload).toEqual(fields)
      }),
    )
  })

  test('`__proto__` is a field like any other', () => {
    const payload = JSON.parse('{"__proto__":{"admin":true},"constructor":1}')
    const { payloadText } = record({ payload })
    expect(payloadText).toBe('{"__proto__":{"admin":true},"constructor":1}')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test.each([[null], [undefined], ['text'], [7], [true], [[]], [[{}]]])(
    '%j is refused: no object',
    (payload) => {
      expect(() => record({ payload })).toThrow(refused('INVALID_PAYLOAD', 'payload'))
    },
  )

  test.each([
    ['NUL in a text', { a: 'x\0y' }],
    ['NUL in a field name', { 'a\0': 1 }],
    ['NUL deep inside', { a: [{ b: ['\0'] }] }],
    ['NUL in an inner name', { a: { '\0': 1 } }],
    ['the first half of a pair', { a: '\ud800' }],
    ['the second half of a pair', { a: 'x\udc00y' }],
    ['half a pair in a name', { '\ud800': 1 }],
    ['a number beyond all numbers', { a: Number.POSITIVE_INFINITY }],
    ['no number', { a: Number.NaN }],
    ['129 levels', { a: nested(128) }],
    ['a hundred thousand levels', { a: nested(100_000) }],
  ])('%s is refused', (_what, payload) => {
    expect(() => record({ payload })).toThrow(refused('INVALID_PAYLOAD', 'payload'))
  })

  test('128 levels are taken, and a whole surrogate pair is', () => {
    expect(Object.keys(record({ payload: { a: nested(127), b: '😀' } }).payload)).toHaveLength(2)
  })
})

describe('ontology', () => {
  test('is kept without the space around it', () => {
    expect(record({ ontology: '  a-type\n' }).ontology).toBe('a-type')
    expect(record({ ontology: 'ü'.repeat(512) }).ontology).toHaveLength(512)
  })

  test.each(['', '   ', 'a\0b', 'a\nb', '\u0085', '\ud800', 'x'.repeat(513)])(
    '%j is refused',
    (ontology) => {
      expect(() => record({ ontology })).toThrow(refused('INVALID_INPUT', 'ontology'))
    },
  )
})

describe('ACL', () => {
  test('names are brought into their normal form, each once, in order', () => {
    const acl = ['User-B.w3id', ' * ', '@user-a', '@USER-B.W3ID', '*', 'user-a']
    expect(record({ acl }).acl).toEqual(['@user-b.w3id', '*', '@user-a'])
  })

  test('may be empty, and may hold a thousand names', () => {
    expect(record({ acl: [] }).acl).toEqual([])
    const names = Array.from({ length: 1000 }, (_, index) => `@user-${index}`)
    expect(record({ acl: names }).acl).toEqual(names)
  })

  test.each([[['']], [['@']], [['@a', 'x\ny']], [['x'.repeat(600)]], [new Array(1001).fill('@a')]])(
    'case %# is refused',
    (acl) => {
      expect(() => record({ acl })).toThrow(refused('INVALID_INPUT', 'acl'))
    },
  )
})
