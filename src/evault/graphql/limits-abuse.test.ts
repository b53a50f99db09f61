import { buildSchema, parse, specifiedRules, type ValidationRule, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import {
  limitRules,
  noIntrospection,
  parseWithinLimits,
  queryLimits,
  validateWithinLimits,
} from './limits.ts'

const schema = buildSchema(`
  type Query { metaEnvelope(id: ID!): MetaEnvelope getAllEnvelopes: [Envelope!]! }
  type MetaEnvelope { id: String! same: MetaEnvelope }
  type Envelope { id: String! }
`)

/** The codes a query is refused with, and its messages, under these rules alone. */
function refusals(query: string, rules: readonly ValidationRule[] = limitRules) {
  return validate(schema, parse(query, { noLocation: true }), rules).map(
    ({ message, extensions }) => ({ code: extensions.code, message }),
  )
}

function nested(depth: number): string {
  return `{ metaEnvelope(id: "1") ${'{ same '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`
}

describe('fragments made to exhaust', () => {
  test('doubling sixty times is refused at once', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
    )
    const started = performance.now()
    const query = `{ ...F0 } ${fragments.join(' ')} fragment F60 on Query { __typename }`
    expect(refusals(query).map(({ code }) => code)).toContain('QUERY_TOO_COMPLEX')
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('doubling in introspection is refused where aliases make it grow', () => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) =>
        `fragment F${n} on __Type { a: ofType { ...F${n + 1} } b: ofType { ...F${n + 1} } }`,
    )
    const end = 'fragment F40 on __Type { name }'
    const query = `{ __type(name: "Query") { ...F0 } } ${fragments.join(' ')} ${end}`
    const message = expect.stringContaining('30 aliases')
    expect(refusals(query)).toEqual([{ code: 'QUERY_TOO_COMPLEX', message }])
  })

  test.each([
    'fragment F on Query { ...F }',
    'fragment F on Query { ...G } fragment G on Query { ...F ...F getAllEnvelopes { id } }',
  ])('a cycle is left to the rule on cycles: %s', (fragments) => {
    expect(refusals(`{ ...F } ${fragments}`)).toEqual([])
    const all = validate(schema, parse(`{ ...F } ${fragments}`), [...specifiedRules, ...limitRules])
    expect(all[0]?.message).toMatch(/within itself/)
  })

  test.each([
    '{ nowhere { x(first: 5) { y } } }',
    '{ ...Missing }',
    '{ ... on Nothing { id } }',
    'subscription { x { id } }',
    'type X { id: ID }',
    'fragment F on Nothing { id }',
  ])('what is no query of this schema is left to the other rules: %s', (query) => {
    expect(refusals(query)).toEqual([])
  })
})

describe('before the rules of graphql', () => {
  const tooComplex = (word: string) =>
    expect.objectContaining({
      message: expect.stringContaining(word),
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    })

  test('the parser stops at the limit of tokens', () => {
    expect(() => parseWithinLimits(`{ ${'id '.repeat(queryLimits.tokens)} }`)).toThrow(
      tooComplex('50000 tokens'),
    )
    expect(parseWithinLimits('{ id }', { noLocation: true })).toEqual(
      parse('{ id }', { noLocation: true }),
    )
    expect(() => parseWithinLimits('{ id')).toThrow(/Expected Name/)
  })

  test('nesting that ends the call stack is a refusal like any other', () => {
    expect(() => parseWithinLimits(nested(12_000))).toThrow(tooComplex('12 deep'))
  })

  test('a long chain of fragments is refused before rules without an end follow it', () => {
    const chain = Array.from(
      { length: 5_000 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} }`,
    )
    const end = 'fragment F5000 on Query { __typename }'
    const document = parseWithinLimits(`{ ...F0 } ${chain.join(' ')} ${end}`)
    expect(validateWithinLimits(schema, document)).toEqual([tooComplex('12 deep')])
  })

  test('what passes is validated as ever', () => {
    expect(validateWithinLimits(schema, parse('{ getAllEnvelopes { id } }'))).toEqual([])
    expect(validateWithinLimits(schema, parse('{ nowhere }'))).toMatchObject([
      { message: expect.stringContaining('nowhere') },
    ])
    const introspecting = parse('{ __schema { queryType { name } } }')
    const rules = [...specifiedRules, noIntrospection]
    expect(validateWithinLimits(schema, introspecting)).toEqual([])
    expect(validateWithinLimits(schema, introspecting, rules)).toHaveLength(1)
  })
})

describe('without introspection', () => {
  test.each([
    ['{ __schema { queryType { name } } }', 1],
    ['{ a: __type(name: "Query") { name } }', 1],
    ['{ ...F } fragment F on Query { ... { __schema { types { name } } } }', 1],
    ['{ __typename metaEnvelope(id: 1) { __typename } }', 0],
    ['query __schema { getAllEnvelopes { id } }', 0],
  ])('%s', (query, count) => {
    const found = refusals(query, [noIntrospection])
    expect(found).toHaveLength(count)
    for (const { code } of found) expect(code).toBe('INTROSPECTION_DISABLED')
  })
})

test('the rules have names of their own: Yoga remembers what is valid by them', () => {
  const names = [...limitRules, noIntrospection].map(({ name }) => name)
  expect(new Set([...names, ...specifiedRules.map(({ name }) => name)]).size).toBe(
    names.length + specifiedRules.length,
  )
  expect(names).not.toContain('')
})
