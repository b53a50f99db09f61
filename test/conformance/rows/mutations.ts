import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { example, graphqlExamples } from '../seed-examples.ts'
import { type Any, expectNoErrors, recordFields, type VaultUnderTest } from '../vault-under-test.ts'

const posts = '550e8400-e29b-41d4-a716-446655440001'
const updateOne = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { ${recordFields} } errors { field message code } }
}`
const removeOne = `mutation ($id: ID!) {
  removeMetaEnvelope(id: $id) { deletedId success errors { field message code } }
}`

async function update(vault: VaultUnderTest, id: string, payload: object, ontology: string) {
  const input = { ontology, payload, acl: ['*'] }
  const { metaEnvelope, errors } = (await vault.ask(updateOne, { id, input })).updateMetaEnvelope
  expectNoErrors(errors)
  return metaEnvelope
}

const idsByField = ({ envelopes }: Any): Record<string, string> =>
  Object.fromEntries(envelopes.map(({ fieldKey, id }: Any) => [fieldKey, id]))

export const mutations: Topic = {
  topic: 'mutations',
  rows: [
    {
      source: 'eVault seed',
      section: 'createMetaEnvelope',
      quote: 'Returns a structured payload with the created entity or errors.',
      name: 'the example, verbatim, creates the record and answers exactly what it selects',
      needs: ['token', 'open'],
      async run(vault) {
        const { data } = await vault.graphql(graphqlExamples.createMetaEnvelope)
        const { metaEnvelope, errors, ...rest } = data.createMetaEnvelope
        expect(rest).toEqual({})
        expectNoErrors(errors)
        const parsed = {
          ...{ content: 'Hello, world!', mediaUrls: [], authorId: '...' },
          createdAt: '2025-01-24T10:00:00Z',
        }
        const envelopes = Object.entries(parsed).map(([fieldKey, value]) => ({
          ...{ id: expect.any(String), fieldKey, value },
        }))
        expect(metaEnvelope).toEqual({ id: expect.any(String), ontology: posts, parsed, envelopes })
        expect((await vault.read(metaEnvelope.id)).parsed).toEqual(parsed)
      },
    },
    {
      source: 'eVault seed',
      section: 'updateMetaEnvelope',
      quote: 'Returns a structured payload with the updated entity or errors.',
      name: 'the example, verbatim, replaces the content of the record',
      needs: ['token'],
      async run(vault) {
        const { id } = await vault.create({ content: 'old', authorId: 'me' }, { ontology: posts })
        const query = example(graphqlExamples.updateMetaEnvelope, { 'global-id-123': id })
        const { metaEnvelope, errors } = (await vault.ask(query)).updateMetaEnvelope
        expectNoErrors(errors)
        const parsed = { content: 'Updated content', mediaUrls: [] }
        expect(metaEnvelope).toEqual({ id, ontology: posts, parsed })
        expect((await vault.read(id)).parsed).toEqual(parsed)
      },
    },
    {
      source: 'eVault seed',
      section: 'removeMetaEnvelope',
      quote:
        'Delete a MetaEnvelope and all its Envelopes. Returns a structured payload confirming deletion.',
      name: 'the example, verbatim, deletes the record and all its envelopes',
      needs: ['token'],
      async run(vault) {
        const { id, envelopes } = await vault.create()
        const query = example(graphqlExamples.removeMetaEnvelope, { 'global-id-123': id })
        const { errors, ...rest } = (await vault.ask(query)).removeMetaEnvelope
        expect(rest).toEqual({ deletedId: id, success: true })
        expectNoErrors(errors)
        expect(await vault.read(id)).toBeNull()
        const updateValue = `mutation { updateEnvelopeValue(envelopeId: "${envelopes[0].id}", newValue: 1) }`
        expect((await vault.graphql(updateValue, {}, vault.platform)).errors).toHaveLength(1)
      },
    },
    {
      source: 'eVault seed',
      section: 'removeMetaEnvelope',
      quote: 'Returns a structured payload confirming deletion.',
      name: 'deleting what is not there is NOT_FOUND, with success false',
      needs: ['token'],
      async run(vault) {
        const { id } = await vault.create()
        await vault.ask(removeOne, { id })
        for (const gone of [id, 'unheard-of']) {
          expect((await vault.ask(removeOne, { id: gone })).removeMetaEnvelope).toEqual({
            deletedId: null,
            success: false,
            errors: [
              {
                field: expect.toBeOneOf([null, 'id']),
                message: expect.any(String),
                code: 'NOT_FOUND',
              },
            ],
          })
        }
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        'creating (`storeMetaEnvelope`, `createMetaEnvelope`) works without a Bearer token; everything else needs a valid Bearer token',
      name: 'update and remove without a token are UNAUTHENTICATED and change nothing',
      needs: ['token', 'open'],
      async run(vault) {
        const { id, ontology } = await vault.create({ content: 'mine' })
        const input = { ontology, payload: { content: 'yours' }, acl: ['*'] }
        const updated = (await vault.graphql(updateOne, { id, input })).data.updateMetaEnvelope
        expect(updated).toMatchObject({ metaEnvelope: null, errors: [{ code: 'UNAUTHENTICATED' }] })
        const removed = (await vault.graphql(removeOne, { id })).data.removeMetaEnvelope
        expect(removed).toMatchObject({ success: false, errors: [{ code: 'UNAUTHENTICATED' }] })
        expect((await vault.read(id)).parsed).toEqual({ content: 'mine' })
      },
    },
    {
      source: 'eVault seed',
      section: 'Storage Structure',
      quote: 'Efficient field-level updates',
      name: 'fields that an update keeps keep the id of their envelope, new ones get their own',
      needs: ['token'],
      async run(vault) {
        const created = await vault.create({ kept: 1, changed: 'a', gone: true })
        const payload = { added: [], changed: 'b', kept: 1 }
        const updated = await update(vault, created.id, payload, created.ontology)
        const [before, after] = [idsByField(created), idsByField(updated)]
        expect(after).toEqual({
          ...{ kept: before.kept, changed: before.changed },
          added: expect.any(String),
        })
        expect(Object.values(before)).not.toContain(after.added)
        expect(idsByField(await vault.read(created.id))).toEqual(after)
      },
    },
    {
      source: 'eVault seed',
      section: 'updateMetaEnvelope',
      quote: 'Update an existing MetaEnvelope.',
      name: 'fields that an update leaves out are dropped, from the payload and from the envelopes',
      needs: ['token'],
      async run(vault) {
        const { id, ontology } = await vault.create({ a: 1, b: 2, c: 3 })
        await update(vault, id, { b: 2 }, ontology)
        const { parsed, envelopes } = await vault.read(id)
        expect(parsed).toEqual({ b: 2 })
        expect(envelopes).toHaveLength(1)
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        'Update of an id that the vault does not hold creates it in place (deployed platforms rely on it).',
      name: 'updating an unknown id creates the record under that id',
      needs: ['token'],
      async run(vault) {
        const [id, ontology] = [`conformance-${randomUUID()}`, vault.newOntology()]
        expect((await update(vault, id, { n: 1 }, ontology)).id).toBe(id)
        expect(await vault.read(id)).toMatchObject({ id, ontology, parsed: { n: 1 } })
        expect((await update(vault, id, { n: 2 }, ontology)).parsed).toEqual({ n: 2 })
      },
    },
    {
      source: 'protocol',
      section: '1. Identifiers',
      quote:
        'Meta envelope and envelope ids are plain UUIDs without `@` when generated by the vault',
      name: 'generated ids are plain UUIDs',
      needs: ['open'],
      async run(vault) {
        const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/
        const { id, envelopes } = await vault.create({ a: 1, b: 2 })
        for (const one of [id, envelopes[0].id, envelopes[1].id]) expect(one).toMatch(uuid)
      },
    },
    {
      source: 'protocol',
      section: '9. Ontologies',
      quote: 'An ontology the vault does not know is stored and shown all the same.',
      name: 'any ontology is taken as it is',
      needs: ['token', 'open'],
      async run(vault) {
        for (const ontology of [`${vault.newOntology()} / Ünïcode ?&#`, randomUUID()]) {
          const { id } = await vault.create({ a: 1 }, { ontology })
          expect((await vault.read(id)).ontology).toBe(ontology)
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'createMetaEnvelope',
      quote: 'Returns a structured payload with the created entity or errors.',
      name: 'ten creations at the same moment are ten records',
      needs: ['token', 'open'],
      async run(vault) {
        const ontology = vault.newOntology()
        const all = Array.from({ length: 10 }, (_, n) => vault.create({ n }, { ontology }))
        const ids = (await Promise.all(all)).map(({ id }) => id)
        expect(new Set(ids).size).toBe(10)
        const query = `{ metaEnvelopes(filter: { ontologyId: "${ontology}" }) { totalCount } }`
        expect((await vault.ask(query)).metaEnvelopes.totalCount).toBe(10)
      },
    },
  ],
}
