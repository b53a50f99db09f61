import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { example, graphqlExamples } from '../seed-examples.ts'
import type { Any } from '../vault-under-test.ts'

const posts = '550e8400-e29b-41d4-a716-446655440001'
const list = `query ($type: ID) {
  metaEnvelopes(filter: { ontologyId: $type }) { totalCount edges { node { id ontology } } }
}`

export const queries: Topic = {
  topic: 'queries',
  rows: [
    {
      source: 'eVault seed',
      section: 'metaEnvelope',
      quote: 'Retrieve a single MetaEnvelope by its ID.',
      name: 'the example, verbatim, answers exactly what it selects',
      needs: ['token'],
      async run(vault) {
        const payload = { content: 'Hello', likes: 3, tags: ['a'], more: { x: null } }
        const { id, ontology } = await vault.create(payload)
        const query = example(graphqlExamples.metaEnvelope, { 'global-id-123': id })
        const types = ['string', 'number', 'array', 'object']
        expect((await vault.ask(query)).metaEnvelope).toEqual({
          ...{ id, ontology, parsed: payload },
          envelopes: Object.entries(payload).map(([fieldKey, value], at) => ({
            ...{ id: expect.any(String), fieldKey, value, valueType: types[at] },
          })),
        })
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes',
      quote: 'Retrieve MetaEnvelopes with cursor-based pagination and optional filtering.',
      name: 'the example, verbatim, answers a page of connection shape',
      needs: ['token'],
      async run(vault) {
        const cursors: string[] = []
        for (const content of ['hello 1', 'Hello 2', 'HELLO 3']) {
          await vault.create({ content }, { ontology: posts })
        }
        const first = `{ metaEnvelopes(first: 1, filter: { ontologyId: "${posts}", search: { term: "hello" } }) {
          totalCount edges { cursor } } }`
        const before = (await vault.ask(first)).metaEnvelopes
        cursors.push(before.edges[0].cursor)
        const query = example(graphqlExamples.metaEnvelopes, { 'cursor-string': cursors[0] ?? '' })
        const { edges, pageInfo, totalCount } = (await vault.ask(query)).metaEnvelopes
        expect(totalCount).toBe(before.totalCount)
        expect(edges).toHaveLength(Math.min(10, totalCount - 1))
        for (const edge of edges) {
          const node = { id: expect.any(String), ontology: posts, parsed: expect.any(Object) }
          expect(edge).toEqual({ cursor: expect.any(String), node })
          expect(JSON.stringify(edge.node.parsed).toLowerCase()).toContain('hello')
        }
        expect(pageInfo).toEqual({
          hasNextPage: totalCount > 11,
          hasPreviousPage: true,
          startCursor: edges[0].cursor,
          endCursor: edges.at(-1).cursor,
        })
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Filter Options',
      quote: 'Filter by ontology schema ID',
      name: 'ontologyId filters by type; another type, or none such, gives nothing of it',
      needs: ['token'],
      async run(vault) {
        const { id, ontology } = await vault.create()
        await vault.create()
        expect((await vault.ask(list, { type: ontology })).metaEnvelopes).toEqual({
          totalCount: 1,
          edges: [{ node: { id, ontology } }],
        })
        const none = { totalCount: 0, edges: [] }
        const unused = vault.newOntology()
        expect((await vault.ask(list, { type: unused })).metaEnvelopes).toEqual(none)
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes',
      quote: 'optional filtering',
      name: 'without a filter, records of every type come',
      needs: ['token'],
      async run(vault) {
        const count = async () =>
          (await vault.ask('{ metaEnvelopes { totalCount } }')).metaEnvelopes.totalCount
        const before = await count()
        await vault.create()
        await vault.create()
        expect(await count()).toBe(before + 2)
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelope',
      quote: 'Retrieve a single MetaEnvelope by its ID.',
      name: 'an id the vault does not hold is null, and no error',
      needs: ['token'],
      async run(vault) {
        for (const id of ['global-id-123', '', 'x'.repeat(2000), '00000000-0000-0000-0000-0']) {
          expect(await vault.read(id)).toBeNull()
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'Envelopes',
      quote: 'ontology: Alias for fieldKey (kept for backward compatibility)',
      name: 'each field is an envelope of its own; its ontology repeats the fieldKey',
      needs: ['token'],
      async run(vault) {
        const payload = { content: 'a', authorId: 'b', createdAt: '2025-01-24T10:00:00Z' }
        const { id } = await vault.create(payload)
        const { envelopes } = await vault.read(id)
        expect(envelopes.map(({ fieldKey }: Any) => fieldKey)).toEqual(Object.keys(payload))
        for (const envelope of envelopes) expect(envelope.ontology).toBe(envelope.fieldKey)
        expect(new Set(envelopes.map((envelope: Any) => envelope.id)).size).toBe(3)
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'valueType is one of `string number boolean object array date null`.',
      name: 'valueType names the type of each value',
      async run(vault) {
        const payload = {
          s: 'x',
          n: 1.5,
          b: false,
          o: {},
          a: [],
          z: null,
          d: '2025-01-24T10:00:00Z',
        }
        const { envelopes } = await vault.create(payload)
        const types = envelopes.map(({ valueType }: Any) => valueType)
        expect(types.slice(0, 6)).toEqual([
          'string',
          'number',
          'boolean',
          'object',
          'array',
          'null',
        ])
        expect(['string', 'date']).toContain(types[6])
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: '`acl` is never readable through the public schema.',
      name: 'acl can not be selected, on any type, by anybody',
      needs: ['token'],
      async run(vault) {
        for (const query of [
          '{ metaEnvelope(id: "x") { acl } }',
          '{ metaEnvelopes { edges { node { acl } } } }',
          '{ bindingDocument(id: "x") { acl } }',
          '{ getMetaEnvelopeById(id: "x") { acl } }',
          '{ getAllEnvelopes { acl } }',
        ]) {
          const { data, errors } = await vault.graphql(query, {}, vault.platform)
          expect(data).toBeNull()
          expect(errors[0]?.message).toMatch(/acl/)
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'Access Enforcement',
      quote: 'Filter Results: Remove ACL field from responses (security)',
      name: 'what is read tells nothing of who else may read it',
      needs: ['token'],
      async run(vault) {
        const acl = ['*', '@somebody-in-the-acl']
        const { id } = await vault.create({ content: 'x' }, { acl })
        expect(JSON.stringify(await vault.read(id))).not.toContain('somebody-in-the-acl')
      },
    },
    {
      source: 'eVault seed',
      section: 'GraphQL API',
      quote: 'eVault exposes a GraphQL API at /graphql for all data operations.',
      name: 'operations by name, variables, aliases and fragments work as in any GraphQL API',
      needs: ['token'],
      async run(vault) {
        const { id, ontology } = await vault.create()
        const query = `
          fragment Named on MetaEnvelope { id ...More }
          fragment More on MetaEnvelope { ontology __typename }
          query One { a: metaEnvelope(id: "${id}") { ...Named } b: metaEnvelope(id: "x") { id } }
          query Other { __typename }`
        const body = { query, operationName: 'One' }
        const headers = { 'x-ename': vault.ename, ...vault.platform }
        const { json } = await vault.http('/graphql', { body, headers })
        expect(json).toEqual({
          data: { a: { id, ontology, __typename: 'MetaEnvelope' }, b: null },
        })
      },
    },
  ],
}
