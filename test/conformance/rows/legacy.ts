import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { type Any, codeOf, recordFields, type VaultUnderTest } from '../vault-under-test.ts'

const store = `mutation ($input: MetaEnvelopeInput!) { storeMetaEnvelope(input: $input) {
  metaEnvelope { ${recordFields} } envelopes { id ontology fieldKey value valueType } } }`
const update = `mutation ($id: String!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelopeById(id: $id, input: $input) {
    metaEnvelope { ${recordFields} } envelopes { id ontology fieldKey value valueType } } }`
const setValue = `mutation ($id: String!, $value: JSON!) {
  updateEnvelopeValue(envelopeId: $id, newValue: $value) }`
const section = 'Legacy Mutations'

const envelopeOf = ({ envelopes }: Any, key: string) =>
  envelopes.find(({ fieldKey }: Any) => fieldKey === key)
const set = (vault: VaultUnderTest, id: string, value: unknown) =>
  vault.graphql(setValue, { id, value }, vault.platform)

export const legacy: Topic = {
  topic: 'legacy',
  rows: [
    {
      source: 'eVault seed',
      section: 'Special Cases',
      quote: 'storeMetaEnvelope: Only requires X-ENAME (no Bearer token needed)',
      name: 'storeMetaEnvelope creates without a token and answers the record and its envelopes',
      needs: ['token', 'open'],
      async run(vault) {
        const input = { ontology: vault.newOntology(), payload: { a: 1, b: 'x' }, acl: ['*'] }
        const { data, errors } = await vault.graphql(store, { input })
        expect(errors).toEqual([])
        const { metaEnvelope, envelopes } = data.storeMetaEnvelope
        expect(metaEnvelope).toMatchObject({ ontology: input.ontology, parsed: input.payload })
        expect(envelopes).toEqual(metaEnvelope.envelopes)
        expect(await vault.read(metaEnvelope.id)).toEqual(metaEnvelope)
      },
    },
    {
      source: 'eVault seed',
      section: 'Legacy Queries',
      quote: 'getMetaEnvelopeById(id: String!)',
      name: 'getMetaEnvelopeById answers what metaEnvelope answers',
      needs: ['token'],
      async run(vault) {
        const { id } = await vault.create({ a: [1] })
        const query = `query ($id: String!) { getMetaEnvelopeById(id: $id) { ${recordFields} } }`
        const answer = (await vault.ask(query, { id })).getMetaEnvelopeById
        expect(answer).toEqual(await vault.read(id))
        expect((await vault.ask(query, { id: 'unheard-of' })).getMetaEnvelopeById).toBeNull()
      },
    },
    {
      source: 'eVault seed',
      section: 'Legacy Queries',
      quote: 'findMetaEnvelopesByOntology(ontology: String!)',
      name: 'findMetaEnvelopesByOntology answers all records of a type as a list',
      needs: ['token'],
      async run(vault) {
        const ontology = vault.newOntology()
        for (let n = 0; n < 25; n += 1) await vault.create({ n }, { ontology })
        const query = `{ findMetaEnvelopesByOntology(ontology: "${ontology}") { id ontology parsed envelopes { value } } }`
        const found = (await vault.ask(query)).findMetaEnvelopesByOntology
        expect(found.map(({ parsed }: Any) => parsed.n)).toEqual(
          Array.from({ length: 25 }, (_, n) => n),
        )
        const none = `{ findMetaEnvelopesByOntology(ontology: "${vault.newOntology()}") { id } }`
        expect((await vault.ask(none)).findMetaEnvelopesByOntology).toEqual([])
      },
    },
    {
      source: 'eVault seed',
      section: 'Legacy Queries',
      quote: 'searchMetaEnvelopes(ontology: String!, term: String!)',
      name: 'searchMetaEnvelopes finds the term in records of one type',
      needs: ['token'],
      async run(vault) {
        const { id, ontology } = await vault.create({ content: 'Hello, World' })
        await vault.create({ content: 'nothing' }, { ontology })
        await vault.create({ content: 'hello elsewhere' })
        const query = `{ searchMetaEnvelopes(ontology: "${ontology}", term: "hello") { id } }`
        expect((await vault.ask(query)).searchMetaEnvelopes).toEqual([{ id }])
      },
    },
    {
      source: 'eVault seed',
      section: 'Legacy Queries',
      quote: 'Returns all envelopes (no pagination)',
      name: 'getAllEnvelopes answers the envelopes of all records',
      needs: ['token', 'registry', 'open'],
      async run(vault) {
        const { named } = await vault.newTenant()
        const one = await vault.create({ a: 1, b: 2 }, { headers: named })
        const two = await vault.create({ c: null }, { headers: named })
        const query = '{ getAllEnvelopes { id ontology fieldKey value valueType } }'
        const all = (await vault.ask(query, {}, named)).getAllEnvelopes
        expect(all).toEqual([...one.envelopes, ...two.envelopes])
      },
    },
    {
      source: 'eVault seed',
      section,
      quote: 'updateMetaEnvelopeById(id: String!, input: MetaEnvelopeInput!)',
      name: 'updateMetaEnvelopeById replaces the content, keeps envelope ids, creates what is not there',
      needs: ['token'],
      async run(vault) {
        const created = await vault.create({ kept: 1, gone: 2 })
        const { id, ontology } = created
        const input = { ontology, payload: { kept: 3, added: 4 }, acl: ['*'] }
        const { metaEnvelope, envelopes } = (await vault.ask(update, { id, input }))
          .updateMetaEnvelopeById
        expect(metaEnvelope).toMatchObject({ id, ontology, parsed: input.payload })
        expect(envelopes).toEqual(metaEnvelope.envelopes)
        expect(envelopeOf(metaEnvelope, 'kept').id).toBe(envelopeOf(created, 'kept').id)
        const fresh = `conformance-${randomUUID()}`
        await vault.ask(update, { id: fresh, input })
        expect(await vault.read(fresh)).toMatchObject({ id: fresh, parsed: input.payload })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: '`deleteMetaEnvelope(id: String!): Boolean!`',
      name: 'deleteMetaEnvelope answers true, and NOT_FOUND where there is nothing',
      needs: ['token'],
      async run(vault) {
        const { id } = await vault.create()
        const query = `mutation { deleteMetaEnvelope(id: "${id}") }`
        expect(await vault.ask(query)).toEqual({ deleteMetaEnvelope: true })
        expect(await vault.read(id)).toBeNull()
        const again = await vault.graphql(query, {}, vault.platform)
        expect(again.data?.deleteMetaEnvelope ?? false).toBe(false)
        expect(codeOf(again)).toBe('NOT_FOUND')
      },
    },
    {
      source: 'eVault seed',
      section,
      quote: 'Update individual envelope value',
      name: 'updateEnvelopeValue changes one field: its value and type, nothing else',
      needs: ['token'],
      async run(vault) {
        const created = await vault.create({ a: 'old', b: { keep: true } })
        const envelope = envelopeOf(created, 'a')
        for (const value of ['new', 5, { x: [1] }, [null], false, null]) {
          const { data, errors } = await set(vault, envelope.id, value)
          // `newValue` is JSON!, which GraphQL itself does not let be null in a variable.
          if (value === null && errors.length > 0) continue
          expect(data).toEqual({ updateEnvelopeValue: true })
          const { parsed, envelopes } = await vault.read(created.id)
          expect(parsed).toEqual({ a: value, b: { keep: true } })
          const valueType = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
          expect(envelopes[0]).toEqual({ ...envelope, value, valueType })
          expect(envelopes[1]).toEqual(created.envelopes[1])
        }
      },
    },
    {
      source: 'eVault seed',
      section,
      quote: 'Update individual envelope value',
      name: 'updateEnvelopeValue of an unknown envelope, or with NUL, is an error with a code',
      needs: ['token'],
      async run(vault) {
        const created = await vault.create({ a: 'old' })
        expect(codeOf(await set(vault, 'unheard-of', 1))).toBe('NOT_FOUND')
        const refused = await set(vault, created.envelopes[0].id, 'a\0b')
        expect(codeOf(refused)).toMatch(/^INVALID_/)
        expect((await vault.read(created.id)).parsed).toEqual({ a: 'old' })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'everything else needs a valid Bearer token',
      name: 'the legacy mutations that change something are UNAUTHENTICATED without a token',
      needs: ['token', 'open'],
      async run(vault) {
        const { id, ontology, envelopes } = await vault.create({ a: 1 })
        const input = { ontology, payload: {}, acl: [] }
        for (const answer of [
          await vault.graphql(update, { id, input }),
          await vault.graphql(setValue, { id: envelopes[0].id, value: 2 }),
          await vault.graphql(`mutation { deleteMetaEnvelope(id: "${id}") }`),
        ]) {
          expect(codeOf(answer)).toBe('UNAUTHENTICATED')
        }
        expect((await vault.read(id)).parsed).toEqual({ a: 1 })
      },
    },
    {
      source: 'eVault seed',
      section: 'Legacy API',
      quote: 'preserved for backward compatibility',
      name: 'a payload that is refused is an error with a code in the legacy mutations, too',
      needs: ['token', 'open'],
      async run(vault) {
        const input = { ontology: 'o', payload: { a: '\0' }, acl: [] }
        for (const answer of [
          await vault.graphql(store, { input }),
          await vault.graphql(update, { id: 'x', input }, vault.platform),
        ]) {
          expect(codeOf(answer)).toMatch(/^(INVALID_|CREATE_FAILED|UPDATE_FAILED)/)
        }
      },
    },
  ],
}
