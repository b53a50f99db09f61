import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { example, graphqlExamples } from '../seed-examples.ts'
import { type Any, expectNoErrors, type VaultUnderTest } from '../vault-under-test.ts'

const posts = '550e8400-e29b-41d4-a716-446655440001'
const create = `mutation ($inputs: [BulkMetaEnvelopeInput!]!, $skip: Boolean) {
  bulkCreateMetaEnvelopes(inputs: $inputs, skipWebhooks: $skip) {
    results { id success error } successCount errorCount errors { message code }
  }
}`
const newId = () => `conformance-${randomUUID()}`

async function bulk(vault: VaultUnderTest, items: readonly object[], skip = false): Promise<Any> {
  const inputs = items.map((item) => ({
    ontology: 'conformance-bulk',
    payload: {},
    acl: ['*'],
    ...item,
  }))
  return (await vault.ask(create, { inputs, skip })).bulkCreateMetaEnvelopes
}

export const bulkCreation: Topic = {
  topic: 'bulk',
  rows: [
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes',
      quote:
        'Returns a structured payload with per-item results and aggregated success/error counts.',
      name: 'the example, verbatim with its comments, creates both records',
      needs: ['token'],
      async run(vault) {
        const id = newId()
        const query = example(graphqlExamples.bulkCreateMetaEnvelopes, { 'custom-id-1': id })
        const { errors, ...rest } = (await vault.ask(query)).bulkCreateMetaEnvelopes
        expectNoErrors(errors)
        expect(rest).toEqual({
          results: [
            { id, success: true, error: null },
            { id: expect.stringMatching(/^[0-9a-f-]{36}$/), success: true, error: null },
          ],
          ...{ successCount: 2, errorCount: 0 },
        })
        expect(await vault.read(id)).toMatchObject({
          ontology: posts,
          parsed: { content: 'First item', authorId: '...', createdAt: '2025-02-04T10:00:00Z' },
        })
        expect((await vault.read(rest.results[1].id)).parsed.content).toBe('Second item')
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes, Authentication',
      quote:
        'This mutation requires a valid Bearer token in the Authorization header in addition to the X-ENAME header',
      name: 'without a token nothing is created',
      needs: ['token'],
      async run(vault) {
        const id = newId()
        const inputs = [{ id, ontology: 'o', payload: {}, acl: ['*'] }]
        const answer = await vault.graphql(create, { inputs })
        expect(JSON.stringify(answer)).toContain('UNAUTHENTICATED')
        expect(answer.data?.bulkCreateMetaEnvelopes.successCount ?? 0).toBe(0)
        expect(await vault.read(id)).toBeNull()
      },
    },
    {
      source: 'protocol',
      section: '1. Identifiers',
      quote: 'a caller may bring its own id in bulk create and it is kept verbatim',
      name: 'ids of any form are kept verbatim, and found by it',
      needs: ['token'],
      async run(vault) {
        const ids = [
          newId(),
          `@${randomUUID()}/${randomUUID().toUpperCase()}`,
          `${newId()} ü/?#%&"'`,
        ]
        const { results } = await bulk(
          vault,
          ids.map((id) => ({ id, payload: { id } })),
        )
        expect(results.map(({ id }: Any) => id)).toEqual(ids)
        for (const id of ids) expect(await vault.read(id)).toMatchObject({ id, parsed: { id } })
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes, Features',
      quote:
        'Partial Success: Returns individual results for each item, allowing some to succeed and others to fail',
      name: 'one bad item fails by itself; its neighbours are created',
      needs: ['token'],
      async run(vault) {
        const [first, bad, last] = [newId(), newId(), newId()]
        const answer = await bulk(vault, [
          { id: first },
          { id: bad, payload: { a: '\0' } },
          { id: last },
        ])
        expect(answer).toMatchObject({ successCount: 2, errorCount: 1 })
        expect(answer.results).toEqual([
          { id: first, success: true, error: null },
          { id: bad, success: false, error: expect.stringMatching(/./) },
          { id: last, success: true, error: null },
        ])
        expect(await vault.read(bad)).toBeNull()
        for (const id of [first, last]) expect(await vault.read(id)).not.toBeNull()
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes',
      quote: 'Total number of failed creates',
      name: 'several bad items, each bad in its own way, are told one by one',
      needs: ['token'],
      async run(vault) {
        const ids = Array.from({ length: 7 }, newId)
        const bad: Record<number, object> = {
          0: { payload: [1] },
          2: { payload: { a: '\ud800' } },
          3: { ontology: '' },
          5: { acl: [''] },
          6: { payload: 'text' },
        }
        const answer = await bulk(
          vault,
          ids.map((id, at) => ({ id, ...bad[at] })),
        )
        expect(answer).toMatchObject({ successCount: 2, errorCount: 5 })
        for (const [at, id] of ids.entries()) {
          const result = bad[at]
            ? { success: false, error: expect.any(String) }
            : { success: true, error: null }
          expect(answer.results[at]).toEqual({ id, ...result })
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes',
      quote: 'ID of the created envelope (or attempted ID if failed)',
      name: 'an id that is taken, before or in the same request, fails and overwrites nothing',
      needs: ['token'],
      async run(vault) {
        const [taken, twice] = [newId(), newId()]
        await bulk(vault, [{ id: taken, payload: { n: 1 } }])
        const { results } = await bulk(vault, [
          { id: taken, payload: { n: 2 } },
          { id: twice, payload: { n: 1 } },
          { id: twice, payload: { n: 2 } },
        ])
        const successes = results.map(({ id, success }: Any) => [id, success])
        expect(successes).toEqual([
          [taken, false],
          [twice, true],
          [twice, false],
        ])
        for (const id of [taken, twice]) expect((await vault.read(id)).parsed).toEqual({ n: 1 })
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes, Features',
      quote: 'Batch Creation: Create multiple MetaEnvelopes in a single request',
      name: 'three hundred records in one request, in the order of the request',
      needs: ['token'],
      async run(vault) {
        const ontology = vault.newOntology()
        const items = Array.from({ length: 300 }, (_, n) => ({ ontology, payload: { n } }))
        const { results, successCount } = await bulk(vault, items)
        expect(successCount).toBe(300)
        const query = `{ metaEnvelopes(filter: { ontologyId: "${ontology}" }, last: 2) {
          totalCount edges { node { id parsed } } } }`
        const { totalCount, edges } = (await vault.ask(query)).metaEnvelopes
        expect(totalCount).toBe(300)
        expect(edges).toEqual(
          [298, 299].map((n) => ({ node: { id: results[n].id, parsed: { n } } })),
        )
      },
    },
    {
      source: 'eVault seed',
      section: 'bulkCreateMetaEnvelopes, Features',
      quote: 'Batch Creation: Create multiple MetaEnvelopes in a single request',
      name: 'no items are no error',
      needs: ['token'],
      async run(vault) {
        const { errors, ...rest } = await bulk(vault, [])
        expect(rest).toEqual({ results: [], successCount: 0, errorCount: 0 })
        expectNoErrors(errors)
      },
    },
    {
      source: 'eVault seed',
      section: 'Webhook Suppression',
      quote:
        'For regular platform requests, webhooks are always delivered regardless of this parameter.',
      name: 'skipWebhooks: true of a regular platform is no error',
      needs: ['token'],
      async run(vault) {
        expect(await bulk(vault, [{}], true)).toMatchObject({ successCount: 1, errorCount: 0 })
      },
    },
  ],
}
