import { expect } from 'vitest'
import type { Row, Topic } from '../row.ts'
import { type Any, codeOf, type VaultUnderTest } from '../vault-under-test.ts'

const operations = [
  '{ metaEnvelope(id: "x") { id } }',
  '{ metaEnvelopes { totalCount } }',
  '{ bindingDocument(id: "x") { id } }',
  '{ bindingDocuments { totalCount } }',
  '{ getMetaEnvelopeById(id: "x") { id } }',
  '{ findMetaEnvelopesByOntology(ontology: "x") { id } }',
  '{ searchMetaEnvelopes(ontology: "x", term: "x") { id } }',
  '{ getAllEnvelopes { id } }',
  'mutation { createMetaEnvelope(input: { ontology: "o", payload: { a: 1 }, acl: [] }) { errors { code } } }',
  'mutation { updateMetaEnvelope(id: "x", input: { ontology: "o", payload: { a: 1 }, acl: [] }) { errors { code } } }',
  'mutation { removeMetaEnvelope(id: "x") { errors { code } } }',
  'mutation { bulkCreateMetaEnvelopes(inputs: []) { errors { code } } }',
  'mutation { uploadFile(input: { filename: "f", contentType: "t/t", content: "AAEC", acl: [] }) { errors { code } } }',
  'mutation { storeMetaEnvelope(input: { ontology: "o", payload: { a: 1 }, acl: [] }) { envelopes { id } } }',
  'mutation { updateMetaEnvelopeById(id: "x", input: { ontology: "o", payload: { a: 1 }, acl: [] }) { envelopes { id } } }',
  'mutation { deleteMetaEnvelope(id: "x") }',
  'mutation { updateEnvelopeValue(envelopeId: "x", newValue: 1) }',
]

/** The code of a refusal, wherever it stands. */
function refusalOf(answer: Any): string | undefined {
  const [payload] = Object.values<Any>(answer.data ?? {})
  return codeOf(answer) ?? payload?.errors?.[0]?.code
}

const enameRow = (name: string, quote: string, header: string | null, code: string): Row => ({
  source: 'eVault seed',
  section: 'GraphQL API',
  quote,
  name: `${name} is ${code}, for every operation`,
  needs: ['token'],
  async run(vault) {
    for (const query of operations) {
      const answer = await vault.graphql(query, {}, { ...vault.platform, 'x-ename': header })
      expect([query, refusalOf(answer)]).toEqual([query, code])
    }
  },
})

/** Something that every vault refuses before it does it. */
function limitRow(name: string, query: string): Row {
  return {
    source: 'design',
    section: 'Decisions',
    quote: 'cost stays flat',
    name: `${name} is refused before anything of it runs`,
    needs: ['token'],
    async run(vault) {
      const { data, errors, status } = await vault.graphql(query, {}, vault.platform)
      expect(data).toBeNull()
      expect(errors.length).toBeGreaterThan(0)
      expect(status).toBeLessThan(500)
      expect((await vault.http('/health')).status).toBe(200)
    },
  }
}

const errorRows: Row[] = [
  enameRow(
    'a missing X-ENAME',
    'All operations require the X-ENAME header to identify the eVault owner.',
    null,
    'MISSING_ENAME',
  ),
  enameRow('an empty X-ENAME', 'All operations require the X-ENAME header', '', 'MISSING_ENAME'),
  enameRow(
    'an eName that is not here',
    'All operations require the X-ENAME header to identify the eVault owner.',
    '@00000000-0000-4000-8000-000000000000',
    'UNKNOWN_ENAME',
  ),
  {
    source: 'protocol',
    section: '5. GraphQL',
    quote: '`UserError {field: String, message: String!, code: String}`',
    name: 'an error of the input names the field, in words, with a code',
    needs: ['open'],
    async run(vault) {
      for (const [field, input] of [
        ['ontology', { ontology: ' ', payload: {}, acl: [] }],
        ['payload', { ontology: 'o', payload: [], acl: [] }],
        ['acl', { ontology: 'o', payload: {}, acl: ['@'] }],
      ] as const) {
        const query = `mutation ($input: MetaEnvelopeInput!) { createMetaEnvelope(input: $input) {
          metaEnvelope { id } errors { field message code } } }`
        const { data } = await vault.graphql(query, { input })
        expect(data.createMetaEnvelope).toEqual({
          metaEnvelope: null,
          errors: [
            {
              field,
              message: expect.stringMatching(/\w+ \w+/),
              code: expect.stringMatching(/^[A-Z_]+$/),
            },
          ],
        })
      }
    },
  },
  {
    source: 'design',
    section: 'Decisions',
    quote: 'nothing leaks, all is findable',
    name: 'whatever is sent, no answer holds a stack, SQL or a path, and none is a 5xx',
    needs: ['token'],
    async run(vault) {
      // Each answer is looked through by the client itself.
      const strange = [
        "'; DROP TABLE x; --",
        '../../etc/passwd',
        '{{7*7}}',
        '\u0000',
        '\ud800',
        '%00',
        'x'.repeat(5000),
      ]
      for (const text of strange) {
        const id = JSON.stringify(text)
        for (const query of [
          `{ metaEnvelope(id: ${id}) { id } }`,
          `{ metaEnvelopes(after: ${id}, filter: { ontologyId: ${id}, search: { term: ${id}, fields: [${id}] } }) { totalCount } }`,
          `mutation { removeMetaEnvelope(id: ${id}) { errors { message code } } }`,
          `mutation { updateEnvelopeValue(envelopeId: ${id}, newValue: ${id}) }`,
          `mutation { updateMetaEnvelope(id: ${id}, input: { ontology: ${id}, payload: { a: ${id} }, acl: [${id}] }) { errors { message code } } }`,
        ]) {
          const answer = await vault.graphql(query, {}, vault.platform)
          expect([query, answer.status < 500]).toEqual([query, true])
          const told = JSON.stringify(answer)
          expect([query, told]).toEqual([
            query,
            expect.not.stringMatching(/INTERNAL_SERVER_ERROR|went wrong/),
          ])
        }
      }
    },
  },
  {
    source: 'eVault seed',
    section: 'GraphQL API',
    quote: 'eVault exposes a GraphQL API at /graphql',
    name: 'a body that is no request is a 4xx with errors in GraphQL’s form',
    async run(vault) {
      const headers = { 'x-ename': vault.ename }
      for (const body of ['{"query": "{', 'hello', 'null', '5', '[]', '{}', '{"query":5}']) {
        const { status, json } = await vault.http('/graphql', { body, headers })
        expect([body, status >= 400 && status < 500, json?.errors?.length]).toEqual([body, true, 1])
      }
    },
  },
  {
    source: 'eVault seed',
    section: 'GraphQL API',
    quote: 'eVault exposes a GraphQL API at /graphql',
    name: 'unknown fields, missing arguments and wrong types are told, and nothing runs',
    needs: ['token'],
    async run(vault) {
      for (const query of [
        '{',
        '{ unheardOf }',
        '{ metaEnvelope { id } }',
        '{ metaEnvelopes(first: "ten") { totalCount } }',
        '{ metaEnvelopes(filter: { search: { mode: FUZZY } }) { totalCount } }',
        'mutation { createMetaEnvelope(input: { ontology: "o", payload: { a: 1 } }) { errors { code } } }',
        'subscription { x }',
      ]) {
        const { data, errors } = await vault.graphql(query, {}, vault.platform)
        expect([query, data, errors.length > 0]).toEqual([query, null, true])
      }
    },
  },
]

const deep = (levels: number) =>
  `{ __typename ${'... on Query { '.repeat(levels)}__typename${' }'.repeat(levels)} }`
const introspectionDeep = `{ __schema { types ${'{ fields { type '.repeat(40)}{ name }${' } }'.repeat(40)} } }`
const writes = Array.from(
  { length: 200 },
  (_, n) =>
    `a${n}: createMetaEnvelope(input: { ontology: "limit", payload: { n: ${n} }, acl: [] }) { errors { code } }`,
)

const limitRows: Row[] = [
  limitRow('a query of a thousand fragments within each other', deep(1000)),
  limitRow(
    'a query that nests fields a hundred deep',
    `{ metaEnvelope(id: "x") ${'{ envelopes '.repeat(100)}{ id }${' }'.repeat(100)} }`,
  ),
  limitRow('introspection forty deep', introspectionDeep),
  limitRow(
    'five hundred aliases',
    `{ ${Array.from({ length: 500 }, (_, n) => `a${n}: getAllEnvelopes { id }`).join(' ')} }`,
  ),
  limitRow(
    'a document of a hundred thousand tokens',
    `{ ${'metaEnvelopes { totalCount } '.repeat(30_000)} }`,
  ),
  {
    ...limitRow('two hundred writes in one document', ''),
    async run(vault) {
      const { data, errors } = await vault.graphql(
        `mutation { ${writes.join(' ')} }`,
        {},
        vault.platform,
      )
      expect([data, errors.length > 0]).toEqual([null, true])
      const query = '{ searchMetaEnvelopes(ontology: "limit", term: "199") { id } }'
      expect((await vault.ask(query)).searchMetaEnvelopes).toEqual([])
    },
  },
  limitRow(
    'fragments that go round in a circle',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ),
  {
    source: 'design',
    section: 'The product',
    quote:
      'The platform developer**, who wants a real eVault and registry on localhost in one command',
    name: 'the usual introspection query of tools is answered on this computer',
    needs: ['loopback'],
    async run(vault) {
      const { data, errors } = await vault.graphql(usualIntrospection)
      expect(errors).toEqual([])
      const names = data.__schema.types.map(({ name }: Any) => name)
      expect(names).toEqual(
        expect.arrayContaining(['MetaEnvelope', 'Envelope', 'JSON', 'UserError']),
      )
    },
  },
  {
    source: 'design',
    section: 'Decisions',
    quote: 'cost stays flat',
    name: 'what platforms ask for in one query is far within the limits',
    needs: ['token'],
    async run(vault: VaultUnderTest) {
      const node = 'id ontology parsed envelopes { id ontology fieldKey value valueType }'
      const query = `{ a: metaEnvelopes(first: 100) { edges { cursor node { ${node} } } pageInfo { hasNextPage } totalCount }
        b: metaEnvelopes(last: 100) { edges { node { ${node} } } } }`
      expect(Object.keys(await vault.ask(query))).toEqual(['a', 'b'])
    },
  },
]

const usualIntrospection = `query IntrospectionQuery { __schema {
  queryType { name } mutationType { name } subscriptionType { name }
  types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
  kind name ofType { kind name ofType { kind name } } } } } } } }`

export const errors: Topic = { topic: 'errors', rows: errorRows }
export const limits: Topic = { topic: 'limits', rows: limitRows }
