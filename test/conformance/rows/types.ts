import { expect } from 'vitest'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const introspect = `query ($name: String!) { __type(name: $name) { kind
  fields { name type { ...T } args { name type { ...T } } }
  inputFields { name type { ...T } } enumValues { name } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

/** A type as it is written in SDL. */
function written(type: Any): string {
  if (type.kind === 'NON_NULL') return `${written(type.ofType)}!`
  return type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name
}

async function fieldsOf(vault: VaultUnderTest, name: string): Promise<Record<string, string>> {
  const { data, errors } = await vault.graphql(introspect, { name })
  expect(errors).toEqual([])
  const { fields, inputFields } = data.__type
  const entries = (fields ?? inputFields).map((field: Any) => [field.name, written(field.type)])
  return Object.fromEntries(entries)
}

async function argumentsOf(vault: VaultUnderTest, parent: string, field: string) {
  const { data } = await vault.graphql(introspect, { name: parent })
  const { args } = data.__type.fields.find((one: Any) => one.name === field)
  return Object.fromEntries(args.map((one: Any) => [one.name, written(one.type)]))
}

/** A type that has these fields and no others. */
function typeRow(name: string, fields: Readonly<Record<string, string>>, quote: string): Row {
  return {
    ...{ source: 'protocol', section: '5. GraphQL', quote, needs: ['loopback'] },
    name: `${name} has the fields of the protocol, of their types`,
    run: async (vault) => expect(await fieldsOf(vault, name)).toEqual(fields),
  }
}

/** An operation that takes these arguments and no others. */
function operationRow(
  parent: 'Query' | 'Mutation',
  field: string,
  {
    quote,
    section,
    args,
    answers,
  }: {
    quote: string
    section: string
    args: Readonly<Record<string, string>>
    answers?: string
  },
): Row {
  return {
    ...{ source: 'eVault seed', section, quote, needs: ['loopback'] },
    name: `${field} takes ${Object.keys(args).join(', ') || 'no arguments'}`,
    async run(vault) {
      expect(await argumentsOf(vault, parent, field)).toEqual(args)
      if (answers) expect((await fieldsOf(vault, parent))[field]).toBe(answers)
    },
  }
}

const page = { first: 'Int', after: 'String', last: 'Int', before: 'String' }
const paging = 'first / after: Forward pagination'

/** What the schema says of itself. */
export const types: Topic = {
  topic: 'types',
  rows: [
    typeRow(
      'Envelope',
      {
        id: 'String!',
        ontology: 'String!',
        fieldKey: 'String!',
        value: 'JSON',
        valueType: 'String',
      },
      '`Envelope {id: String!, ontology: String!, fieldKey: String!, value: JSON, valueType: String}`',
    ),
    typeRow(
      'MetaEnvelope',
      { id: 'String!', ontology: 'String!', envelopes: '[Envelope!]!', parsed: 'JSON' },
      '`MetaEnvelope {id: String!, ontology: String!, envelopes: [Envelope!]!, parsed: JSON}`',
    ),
    typeRow(
      'UserError',
      { field: 'String', message: 'String!', code: 'String' },
      '`UserError {field: String, message: String!, code: String}`',
    ),
    typeRow(
      'StoreMetaEnvelopeResult',
      { metaEnvelope: 'MetaEnvelope!', envelopes: '[Envelope!]!' },
      '`StoreMetaEnvelopeResult {metaEnvelope: MetaEnvelope!, envelopes: [Envelope!]!}`',
    ),
    typeRow(
      'MetaEnvelopeInput',
      { ontology: 'String!', payload: 'JSON!', acl: '[String!]!' },
      '`MetaEnvelopeInput {ontology: String!, payload: JSON!, acl: [String!]!}`',
    ),
    typeRow(
      'BulkMetaEnvelopeInput',
      { id: 'ID', ontology: 'String!', payload: 'JSON!', acl: '[String!]!' },
      '`BulkMetaEnvelopeInput` adds `id: ID`',
    ),
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        '`MetaEnvelopeConnection {edges {cursor, node}, pageInfo {hasNextPage, hasPreviousPage, startCursor, endCursor}, totalCount: Int}`',
      name: 'MetaEnvelopeConnection, its edges and its PageInfo have the fields of the protocol',
      needs: ['loopback'],
      async run(vault) {
        const connection = await fieldsOf(vault, 'MetaEnvelopeConnection')
        expect(Object.keys(connection).sort()).toEqual(['edges', 'pageInfo', 'totalCount'])
        expect(connection.totalCount).toBe('Int')
        const edge = connection.edges?.replace(/[[\]!]/g, '') ?? ''
        expect(Object.keys(await fieldsOf(vault, edge)).sort()).toEqual(['cursor', 'node'])
        const info = await fieldsOf(vault, connection.pageInfo?.replace('!', '') ?? '')
        expect(info).toEqual({
          ...{ hasNextPage: 'Boolean!', hasPreviousPage: 'Boolean!' },
          ...{ startCursor: 'String', endCursor: 'String' },
        })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'mutation payloads carry `errors: [UserError!]`',
      name: 'every payload of a mutation with structured results has errors',
      needs: ['loopback'],
      async run(vault) {
        const mutations = await fieldsOf(vault, 'Mutation')
        const payloads = [
          ...['createMetaEnvelope', 'updateMetaEnvelope', 'removeMetaEnvelope', 'uploadFile'],
          ...['bulkCreateMetaEnvelopes', 'createBindingDocument', 'createBindingDocumentSignature'],
        ]
        for (const name of payloads) {
          const fields = await fieldsOf(vault, mutations[name]?.replace('!', '') ?? name)
          expect([name, fields.errors]).toEqual([name, '[UserError!]'])
        }
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        '`id_document photograph social_connection self personal_parameters security_question`',
      name: 'BindingDocumentType has the types in use',
      needs: ['loopback'],
      async run(vault) {
        const { data } = await vault.graphql(introspect, { name: 'BindingDocumentType' })
        const values = data.__type.enumValues.map(({ name }: Any) => name)
        const used = ['id_document', 'photograph', 'social_connection', 'self']
        expect(values).toEqual([...used, 'personal_parameters', 'security_question'])
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'Answer both (the node carries all of these fields).',
      name: 'BindingDocument has subject, type, data, signatures and id, ontology, parsed',
      needs: ['loopback'],
      async run(vault) {
        const fields = Object.keys(await fieldsOf(vault, 'BindingDocument'))
        const both = ['subject', 'type', 'data', 'signatures', 'id', 'ontology', 'parsed']
        expect(fields.sort()).toEqual(both.sort())
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        '`uploadFile(input: {filename: String!, contentType: String!, content: String! (base64 or data: URI), acl: [String!]!}): {uri, metaEnvelopeId, publicUrl, errors}`',
      name: 'uploadFile takes and answers what the protocol says',
      needs: ['loopback'],
      async run(vault) {
        const { input } = await argumentsOf(vault, 'Mutation', 'uploadFile')
        expect(await fieldsOf(vault, input.replace('!', ''))).toEqual({
          ...{ filename: 'String!', contentType: 'String!', content: 'String!', acl: '[String!]!' },
        })
        const answer = (await fieldsOf(vault, 'Mutation')).uploadFile?.replace('!', '') ?? ''
        const fields = Object.keys(await fieldsOf(vault, answer))
        expect(fields).toEqual(['uri', 'metaEnvelopeId', 'publicUrl', 'errors'])
      },
    },
    operationRow('Query', 'metaEnvelope', {
      section: 'Legacy Queries',
      quote: 'metaEnvelope(id: ID!)',
      args: { id: 'ID!' },
      answers: 'MetaEnvelope',
    }),
    operationRow('Query', 'metaEnvelopes', {
      section: 'metaEnvelopes, Pagination',
      quote: paging,
      args: { filter: 'MetaEnvelopeFilterInput', ...page },
    }),
    operationRow('Query', 'bindingDocuments', {
      section: 'bindingDocuments Query, Pagination',
      quote: paging,
      args: { type: 'BindingDocumentType', ...page },
    }),
    operationRow('Query', 'getMetaEnvelopeById', {
      section: 'Legacy Queries',
      quote: 'getMetaEnvelopeById(id: String!)',
      args: { id: 'String!' },
    }),
    operationRow('Query', 'findMetaEnvelopesByOntology', {
      section: 'Legacy Queries',
      quote: 'findMetaEnvelopesByOntology(ontology: String!)',
      args: { ontology: 'String!' },
    }),
    operationRow('Query', 'searchMetaEnvelopes', {
      section: 'Legacy Queries',
      quote: 'searchMetaEnvelopes(ontology: String!, term: String!)',
      args: { ontology: 'String!', term: 'String!' },
    }),
    operationRow('Query', 'getAllEnvelopes', {
      section: 'Legacy Queries',
      quote: 'getAllEnvelopes',
      args: {},
    }),
    operationRow('Mutation', 'storeMetaEnvelope', {
      section: 'Legacy Mutations',
      quote: 'storeMetaEnvelope(input: MetaEnvelopeInput!)',
      args: { input: 'MetaEnvelopeInput!' },
      answers: 'StoreMetaEnvelopeResult!',
    }),
    operationRow('Mutation', 'updateMetaEnvelopeById', {
      section: 'Legacy Mutations',
      quote: 'updateMetaEnvelopeById(id: String!, input: MetaEnvelopeInput!)',
      args: { id: 'String!', input: 'MetaEnvelopeInput!' },
      answers: 'StoreMetaEnvelopeResult!',
    }),
    operationRow('Mutation', 'deleteMetaEnvelope', {
      section: 'Legacy Mutations',
      quote: 'deleteMetaEnvelope(id: String!)',
      args: { id: 'String!' },
      answers: 'Boolean!',
    }),
    operationRow('Mutation', 'updateEnvelopeValue', {
      section: 'Legacy Mutations',
      quote: 'updateEnvelopeValue(envelopeId: String!, newValue: JSON!)',
      args: { envelopeId: 'String!', newValue: 'JSON!' },
      answers: 'Boolean!',
    }),
  ],
}
