import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

/** The value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]))
}

describe('canonicalJson', () => {
  test('writes the example of RFC 8785, section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With ' +
        'Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet ' +
        'With Dagesh"}',
    )
  })

  test('writes numbers and literals like RFC 8785, section 3.2.2', () => {
    const numbers = [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0]
    expect(canonicalJson({ numbers, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0]}',
    )
  })

  test('is the same JSON, whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(reversed(value))).toBe(text)
        // -0 is 0 in JSON, as JSON.stringify has it.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('takes __proto__ and constructor for keys like any other', () => {
    const text = '{"__proto__":{"b":1},"a":2,"constructor":null}'
    expect(canonicalJson(JSON.parse(text))).toBe(text)
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}')
    expect(canonicalJson({ ['__proto__']: 1 })).toBe('{"__proto__":1}')
  })

  test('leaves undefined members out', () => {
    expect(canonicalJson({ b: undefined, a: { c: undefined } })).toBe('{"a":{}}')
  })

  const cycle: Record<string, unknown> = {}
  cycle.self = { again: cycle }
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a number that is none', { a: Number.NaN }],
    ['an endless number', [Number.NEGATIVE_INFINITY]],
    ['undefined in an array', [undefined]],
    ['a hole in an array', Array(1)],
    ['a bigint', 1n],
    ['a function', { a: () => 1 }],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['a boxed text', Object('a')],
    ['half a character', '\ud800'],
    ['half a character in a key', { '\udc00': 1 }],
    ['a cycle', cycle],
    ['an abyss', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })
})
