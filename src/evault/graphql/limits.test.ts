import {
  buildSchema,
  getIntrospectionQuery,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { limitRules, noIntrospection, queryLimits } from './limits.ts'

// The whole contract of the protocol (§5), as far as its shape decides what a query costs.
const schema = buildSchema(`
  scalar JSON
  type Query {
    metaEnvelope(id: ID!): MetaEnvelope
    metaEnvelopes(filter: Filter, first: Int, after: String, last: Int, before: String): MetaEnvelopeConnection!
    bindingDocument(id: ID!): BindingDocument
    bindingDocuments(type: BindingType, first: Int, after: String): BindingConnection!
    getMetaEnvelopeById(id: String!): MetaEnvelope
    findMetaEnvelopesByOntology(ontology: String!): [MetaEnvelope!]!
    searchMetaEnvelopes(ontology: String!, term: String!): [MetaEnvelope!]!
    getAllEnvelopes: [Envelope!]!
  }
  type Mutation {
    createMetaEnvelope(input: MetaEnvelopeInput!): MetaEnvelopePayload!
    updateMetaEnvelope(id: ID!, input: MetaEnvelopeInput!): MetaEnvelopePayload!
    removeMetaEnvelope(id: ID!): RemovePayload!
    bulkCreateMetaEnvelopes(inputs: [MetaEnvelopeInput!]!, skipWebhooks: Boolean): BulkPayload!
    createBindingDocument(input: JSON!): BindingPayload!
    createBindingDocumentSignature(input: JSON!): BindingPayload!
    storeMetaEnvelope(input: MetaEnvelopeInput!): MetaEnvelopePayload!
    deleteMetaEnvelope(id: String!): Boolean!
    updateEnvelopeValue(envelopeId: String!, newValue: JSON!): Boolean!
  }
  input Filter { ontologyId: ID search: Search }
  input Search { term: String caseSensitive: Boolean fields: [String!] mode: Mode }
  enum Mode { CONTAINS STARTS_WITH EXACT }
  enum BindingType { id_document photograph social_connection self }
  input MetaEnvelopeInput { id: ID ontology: String! payload: JSON! acl: [String!]! }
  interface Record { id: String! ontology: String! parsed: JSON }
  type MetaEnvelope implements Record { id: String! ontology: String! parsed: JSON envelopes: [Envelope!]! same: MetaEnvelope }
  type Envelope { id: String! ontology: String! fieldKey: String! value: JSON valueType: String }
  type MetaEnvelopeConnection { edges: [MetaEnvelopeEdge!]! pageInfo: PageInfo! totalCount: Int }
  type MetaEnvelopeEdge { cursor: String! node: MetaEnvelope! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type BindingConnection { edges: [BindingEdge!]! pageInfo: PageInfo! totalCount: Int }
  type BindingEdge { cursor: String! node: BindingDocument! }
  type BindingDocument { id: String! subject: String! type: String! data: JSON signatures: [Signature!]! }
  type Signature { signer: String! signature: String! timestamp: String! }
  type MetaEnvelopePayload { metaEnvelope: MetaEnvelope envelopes: [Envelope!] errors: [UserError!] }
  type RemovePayload { deletedId: String success: Boolean! errors: [UserError!] }
  type BulkPayload { results: [BulkResult!]! successCount: Int! errorCount: Int! errors: [UserError!] }
  type BulkResult { id: ID! success: Boolean! error: String }
  type BindingPayload { metaEnvelopeId: String bindingDocument: BindingDocument errors: [UserError!] }
  type UserError { field: String message: String! code: String }
`)

/** The codes a query is refused with, and its messages, under these rules alone. */
function refusals(query: string, rules: readonly ValidationRule[] = limitRules) {
  return validate(schema, parse(query, { noLocation: true }), rules).map(
    ({ message, extensions }) => ({
      code: extensions.code,
      message,
    }),
  )
}

function expectRefused(query: string, word: string) {
  const message = expect.stringContaining(word)
  expect(refusals(query)).toEqual([{ code: 'QUERY_TOO_COMPLEX', message }])
}

function nested(depth: number): string {
  return `{ metaEnvelope(id: "1") ${'{ same '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`
}

const page = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount'
const errors = 'errors { field message code }'
const binding = 'subject type data signatures { signer signature timestamp }'
const one = 'id ontology parsed envelopes { id fieldKey value valueType }'
const input = 'input: { ontology: "o", payload: { content: "c" }, acl: ["*"] }'

// As the eVault seed prints them ("GraphQL API", "API Examples"), and its legacy API.
const seedQueries = [
  `query { metaEnvelope(id: "global-id-123") { ${one} } }`,
  `query {
    metaEnvelopes(
      filter: { ontologyId: "550e", search: { term: "hello", caseSensitive: false, mode: CONTAINS } }
      first: 10
      after: "cursor-string"
    ) { edges { cursor node { id ontology parsed } } ${page} }
  }`,
  `mutation { createMetaEnvelope(${input}) { metaEnvelope { ${one} } ${errors} } }`,
  `mutation { updateMetaEnvelope(id: "1", ${input}) { metaEnvelope { ${one} } ${errors} } }`,
  `mutation { removeMetaEnvelope(id: "1") { deletedId success ${errors} } }`,
  `mutation {
    bulkCreateMetaEnvelopes(inputs: [], skipWebhooks: false) {
      results { id success error } successCount errorCount ${errors}
    }
  }`,
  `query { bindingDocument(id: "1") { ${binding} } }`,
  `query { bindingDocuments(type: id_document, first: 10) { edges { cursor node { ${binding} } } ${page} } }`,
  `mutation { createBindingDocument(input: {}) { metaEnvelopeId bindingDocument { ${binding} } ${errors} } }`,
  `mutation { createBindingDocumentSignature(input: {}) { bindingDocument { ${binding} } ${errors} } }`,
  `{ metaEnvelopes(filter: { ontologyId: "550e" }, first: 10) { edges { node { id parsed } } pageInfo { hasNextPage endCursor } } }`,
  `{ getMetaEnvelopeById(id: "1") { ${one} } }`,
  `{ findMetaEnvelopesByOntology(ontology: "550e") { ${one} } }`,
  `{ searchMetaEnvelopes(ontology: "550e", term: "x") { ${one} } }`,
  '{ getAllEnvelopes { id ontology fieldKey value valueType } }',
  `mutation { storeMetaEnvelope(${input}) { metaEnvelope { ${one} } envelopes { id value } } }`,
  'mutation { deleteMetaEnvelope(id: "1") }',
  'mutation { updateEnvelopeValue(envelopeId: "1", newValue: 5) }',
]

describe('what passes', () => {
  test.each(seedQueries)('%s', (query) => {
    const document = parse(query)
    expect(validate(schema, document, [...specifiedRules, ...limitRules])).toEqual([])
    expect(refusals(query, [noIntrospection])).toEqual([])
  })

  test('the full introspection query, where it is allowed', () => {
    for (const query of [
      getIntrospectionQuery(),
      getIntrospectionQuery({ inputValueDeprecation: true }),
    ]) {
      const rules = [...specifiedRules, ...limitRules]
      expect(validate(schema, parse(query), rules)).toEqual([])
    }
  })

  test('the largest page with all that a record has', () => {
    const all = `{ edges { cursor node { ${one} __typename } __typename } ${page} }`
    expect(refusals(`query ($n: Int) { metaEnvelopes(first: $n) ${all} }`)).toEqual([])
    expect(refusals(`{ metaEnvelopes(last: 100) ${all} }`)).toEqual([])
  })

  test('three hundred operations in one document: each runs alone', () => {
    const operations = Array.from(
      { length: 300 },
      (_, n) => `query Q${n} { metaEnvelope(id: 1) { id } }`,
    )
    expect(refusals(operations.join('\n'))).toEqual([])
  })
})

describe('depth', () => {
  test('ends at 12', () => {
    expect(refusals(nested(12))).toEqual([])
    expectRefused(nested(13), '12 deep')
  })

  test('counts through fragments, and not the fragments', () => {
    const chain = 'fragment F on MetaEnvelope { same { same { ... on MetaEnvelope { ...G } } } }'
    const end = (fields: string) => `fragment G on MetaEnvelope { ${fields} }`
    const query = `{ metaEnvelope(id: 1) { same { same { same { same { same { same { ...F } } } } } } } } ${chain}`
    expect(refusals(`${query} ${end('same { same { id } }')}`)).toEqual([])
    expectRefused(`${query} ${end('same { same { same { id } } }')}`, '12 deep')
  })

  test('a query nested a thousand deep is refused, not the end of the call stack', () => {
    expectRefused(nested(1_000), '12 deep')
    const chain = Array.from(
      { length: 5_000 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} }`,
    )
    expectRefused(`{ ...F0 } ${chain.join(' ')} fragment F5000 on Query { __typename }`, '12 deep')
    const inside = `{ type ${'{ ofType '.repeat(600)}{ name }${' }'.repeat(600)} }`
    expectRefused(`{ __type(name: "Query") { fields ${inside} } }`, '12 deep')
  })
})

describe('aliases and root fields', () => {
  const aliased = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: id`).join(' ')
  const roots = (count: number) => 'getAllEnvelopes { id } '.repeat(count)

  test('30 of each may be', () => {
    expect(refusals(`{ metaEnvelope(id: 1) { ${aliased(30)} } }`)).toEqual([])
    expectRefused(`{ metaEnvelope(id: 1) { ${aliased(31)} } }`, '30 aliases')
    expect(refusals(`{ ${roots(30)} }`)).toEqual([])
    expectRefused(`{ ${roots(31)} }`, '30 fields')
  })

  test('a fragment counts as often as it is spread', () => {
    const fragment = `fragment F on MetaEnvelope { ${aliased(10)} }`
    const query = (spreads: number) =>
      `{ metaEnvelope(id: 1) { ${'same { ...F } '.repeat(spreads)} } } ${fragment}`
    expect(refusals(query(3))).toEqual([])
    expectRefused(query(4), '30 aliases')
    const root = `fragment R on Query { ${roots(8)} }`
    expect(refusals(`{ ...R ...R ...R } ${root}`)).toEqual([])
    expectRefused(`{ ...R ... { ...R } ...R ...R } ${root}`, '30 fields')
  })

  test('aliases are counted in introspection too', () => {
    expectRefused(
      `{ __type(name: "Query") { ${aliased(31).replaceAll('id', 'name')} } }`,
      '30 aliases',
    )
  })

  test('each operation passed is told, and each limit', () => {
    const both = `{ ${aliased(31).replaceAll('id', 'getAllEnvelopes { id }')} }`
    expect(refusals(both).map(({ message }) => message)).toEqual([
      ...[expect.stringContaining('aliases'), expect.stringContaining('top level')],
    ])
    const query = `query A ${nested(13)} query B ${nested(12)} query C ${nested(14)}`
    expect(refusals(query)).toHaveLength(2)
  })
})

describe('cost', () => {
  // `metaEnvelopes`, `edges`, and for each edge `node` with its own fields.
  const connection = (pageArguments: string, fields: number) =>
    `metaEnvelopes${pageArguments} { edges { node { ${'id '.repeat(fields)} } } }`
  /** The most fields of a node that a query may ask for. */
  function mostFields(query: (fields: number) => string): number {
    let [passes, refused] = [0, queryLimits.cost + 1]
    while (refused - passes > 1) {
      const fields = Math.floor((passes + refused) / 2)
      if (refusals(query(fields)).length === 0) passes = fields
      else refused = fields
    }
    return passes
  }

  test('is multiplied by the page size', () => {
    // 2 + size * (1 + fields) <= 20,000
    expect(mostFields((fields) => `{ ${connection('(first: 50)', fields)} }`)).toBe(398)
    expect(mostFields((fields) => `{ ${connection('(last: 100)', fields)} }`)).toBe(198)
    expect(mostFields((fields) => `{ ${connection('', fields)} }`)).toBe(998)
    expect(mostFields((fields) => `{ ${connection('(first: null)', fields)} }`)).toBe(998)
    expect(mostFields((n) => `query ($n: Int) { ${connection('(first: $n)', n)} }`)).toBe(198)
    expect(mostFields((fields) => `{ ${connection('(first: -5)', fields)} }`)).toBe(19_997)
    expect(refusals(`{ ${connection('(first: 99999999999999999999)', 1)} }`)).toHaveLength(1)
  })

  test('the page info is not multiplied, a record’s envelopes are by ten', () => {
    const envelopes = (fields: number) =>
      `{ metaEnvelope(id: 1) { envelopes { ${'id '.repeat(fields)} } } }`
    expect(mostFields(envelopes)).toBe(1_999)
    const info = (fields: number) =>
      `{ metaEnvelopes(first: 100) { pageInfo { ${'endCursor '.repeat(fields)} } } }`
    expect(mostFields(info)).toBe(19_998)
  })

  test('lists of the whole vault count as a hundred', () => {
    const all = (name: string) => (fields: number) => `{ ${name} { ${'id '.repeat(fields)} } }`
    expect(mostFields(all('getAllEnvelopes'))).toBe(199)
    expect(mostFields(all('findMetaEnvelopesByOntology(ontology: "o")'))).toBe(199)
    expect(mostFields(all('searchMetaEnvelopes(ontology: "o", term: "t")'))).toBe(199)
  })

  test('the page size reaches edges through a fragment', () => {
    const query = (fields: number) =>
      `query { metaEnvelopes(first: 100) { ...C } }
      fragment C on MetaEnvelopeConnection { ... { edges { node { ...N } } } }
      fragment N on Record { ${'id '.repeat(fields)} }`
    expect(mostFields(query)).toBe(198)
  })

  test('one fragment costs what it costs where it is spread', () => {
    const node =
      'fragment N on MetaEnvelope { id envelopes { ...E } } fragment E on Envelope { id }'
    const query = (size: number) =>
      `{ metaEnvelopes(first: ${size}) { edges { node { ...N } } } metaEnvelope(id: 1) { ...N } } ${node}`
    expect(refusals(query(100))).toEqual([])
    expectRefused(query(2_000), '20000')
  })

  test('a mutation costs ten', () => {
    const mutation = (fields: number) =>
      `mutation { removeMetaEnvelope(id: 1) { ${'success '.repeat(fields)} } }`
    expect(mostFields(mutation)).toBe(19_990)
  })
})
