import { expect } from 'vitest'
import type { KeyHolder } from '../key-holder.ts'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const as = async (vault: VaultUnderTest, person: KeyHolder, claims = {}) =>
  bearer(await person.token(vault.ename, claims))
const tokenNeeds: Row['needs'] = ['token', 'open']
const personNeeds: Row['needs'] = ['token', 'registry', 'registry-secret', 'open']

/** What a person gets of a record, by every operation that reads. */
async function reads(vault: VaultUnderTest, record: Any, headers: object): Promise<Any> {
  const { id, ontology, parsed } = record
  const type = `ontology: "${ontology}"`
  const query = `query ($term: String!) {
    metaEnvelope(id: "${id}") { id }
    metaEnvelopes(filter: { ontologyId: "${ontology}", search: { term: $term } }) { totalCount edges { node { id } } }
    bindingDocument(id: "${id}") { id }
    getMetaEnvelopeById(id: "${id}") { id }
    findMetaEnvelopesByOntology(${type}) { id }
    searchMetaEnvelopes(${type}, term: $term) { id }
    getAllEnvelopes { value }
  }`
  const { data, errors } = await vault.graphql(query, { term: parsed.secret }, { ...headers })
  expect(errors).toEqual([])
  const envelopes = data.getAllEnvelopes.filter(({ value }: Any) => value === parsed.secret)
  return { ...data, getAllEnvelopes: envelopes.length }
}

const nothing = {
  ...{ metaEnvelope: null, metaEnvelopes: { totalCount: 0, edges: [] }, bindingDocument: null },
  ...{ getMetaEnvelopeById: null, findMetaEnvelopesByOntology: [], searchMetaEnvelopes: [] },
  getAllEnvelopes: 0,
}
const all = ({ id }: Any) => ({
  ...{ metaEnvelope: { id }, metaEnvelopes: { totalCount: 1, edges: [{ node: { id } }] } },
  ...{ bindingDocument: null, getMetaEnvelopeById: { id }, findMetaEnvelopesByOntology: [{ id }] },
  ...{ searchMetaEnvelopes: [{ id }], getAllEnvelopes: 1 },
})

/** Tries every operation that writes; says which of them did. */
async function writes(vault: VaultUnderTest, record: Any, headers: object): Promise<string[]> {
  const { id, ontology, envelopes } = record
  const input = `input: { ontology: "${ontology}", payload: { secret: "overwritten" }, acl: ["*"] }`
  const done: string[] = []
  for (const [name, rest] of [
    ['updateEnvelopeValue', `(envelopeId: "${envelopes[0].id}", newValue: 1)`],
    ['updateMetaEnvelope', `(id: "${id}", ${input}) { metaEnvelope { id } errors { code } }`],
    ['updateMetaEnvelopeById', `(id: "${id}", ${input}) { metaEnvelope { id } }`],
    ['removeMetaEnvelope', `(id: "${id}") { success errors { code } }`],
    ['deleteMetaEnvelope', `(id: "${id}")`],
  ] as const) {
    const { data, errors } = await vault.graphql(`mutation { ${name}${rest} }`, {}, { ...headers })
    const answer = data?.[name]
    const refused = errors.length > 0 || (answer?.errors?.length ?? 0) > 0
    if (!refused) done.push(name)
  }
  return done
}

const secretRecord = (vault: VaultUnderTest, acl: string[]) =>
  vault.create({ secret: `s3cret ${vault.newOntology()}` }, { acl })

const accessRows: Row[] = [
  {
    source: 'protocol',
    section: '5. GraphQL',
    quote: 'creating (`storeMetaEnvelope`, `createMetaEnvelope`) works without a Bearer token',
    name: 'without a token only ["*"] records are read, by every operation',
    needs: tokenNeeds,
    async run(vault) {
      const open = await secretRecord(vault, ['*'])
      expect(await reads(vault, open, {})).toEqual(all(open))
      for (const acl of [[], ['@somebody'], [vault.ename]]) {
        expect(await reads(vault, await secretRecord(vault, acl), {})).toEqual(nothing)
      }
    },
  },
  {
    source: 'eVault seed',
    section: 'Special Cases',
    quote: 'ACL ["*"] allows any authenticated request',
    name: 'a ["*"] record is read by any person with a token, and written by none of them',
    needs: personNeeds,
    async run(vault) {
      const record = await secretRecord(vault, ['*'])
      const headers = await as(vault, await vault.person())
      expect(await reads(vault, record, headers)).toEqual(all(record))
      expect(await writes(vault, record, headers)).toEqual([])
      expect((await vault.read(record.id)).parsed).toEqual(record.parsed)
    },
  },
  {
    source: 'eVault seed',
    section: 'ACL Format',
    quote: 'Only User A can access (read and write)',
    name: 'a listed person reads and writes the record, an unlisted one neither, by any operation',
    needs: personNeeds,
    async run(vault) {
      const [listed, unlisted] = [await vault.person(), await vault.person()]
      const record = await secretRecord(vault, [listed.ename])
      const stranger = await as(vault, unlisted)
      expect(await reads(vault, record, stranger)).toEqual(nothing)
      expect(await writes(vault, record, stranger)).toEqual([])
      expect((await vault.read(record.id)).parsed).toEqual(record.parsed)
      const friend = await as(vault, listed)
      expect(await reads(vault, record, friend)).toEqual(all(record))
      const value = `mutation { updateEnvelopeValue(envelopeId: "${record.envelopes[0].id}", newValue: "b") }`
      expect((await vault.graphql(value, {}, friend)).data).toEqual({ updateEnvelopeValue: true })
      const remove = `mutation { removeMetaEnvelope(id: "${record.id}") { success } }`
      expect((await vault.graphql(remove, {}, friend)).data.removeMetaEnvelope.success).toBe(true)
    },
  },
  {
    source: 'eVault seed',
    section: 'ACL Format',
    quote: 'User A and User B can access (read and write)',
    name: 'both of two listed people, in whatever case and with or without @ the ACL names them',
    needs: personNeeds,
    async run(vault) {
      const [a, b] = [await vault.person(), await vault.person()]
      const record = await secretRecord(vault, [a.ename.toUpperCase(), b.ename.slice(1)])
      for (const person of [a, b]) {
        expect(await reads(vault, record, await as(vault, person))).toEqual(all(record))
      }
    },
  },
  {
    source: 'design',
    section: 'Policies',
    quote: 'Nobody but the owner widens an ACL',
    name: 'a listed person’s update does not open the record to others',
    needs: personNeeds,
    async run(vault) {
      const [listed, other] = [await vault.person(), await vault.person()]
      const { id, ontology } = await secretRecord(vault, [listed.ename])
      const update = `mutation { updateMetaEnvelope(id: "${id}", input: {
        ontology: "${ontology}", payload: { a: 1 }, acl: ["*", "${other.ename}"] }) { errors { code } } }`
      await vault.graphql(update, {}, await as(vault, listed))
      expect(await vault.read(id, await as(vault, other))).toBeNull()
      expect(await vault.read(id, { authorization: null })).toBeNull()
    },
  },
  {
    source: 'eVault seed',
    section: 'Special Cases',
    quote: 'Private Data: Only listed W3IDs can access',
    name: 'a person does not take over a record by updating its id, nor learns that it exists',
    needs: personNeeds,
    async run(vault) {
      const { id, ontology, parsed } = await secretRecord(vault, [])
      const headers = await as(vault, await vault.person())
      const remove = (one: string) =>
        vault.graphql(
          `mutation { removeMetaEnvelope(id: "${one}") { success deletedId errors { field message code } } }`,
          {},
          headers,
        )
      const [held, unheard] = [await remove(id), await remove('unheard-of')]
      expect(held).toEqual(unheard)
      const update = `mutation { updateMetaEnvelope(id: "${id}", input: {
        ontology: "${ontology}", payload: { a: 1 }, acl: [] }) { metaEnvelope { id } errors { code } } }`
      const { data } = await vault.graphql(update, {}, headers)
      expect(data.updateMetaEnvelope).toMatchObject({
        metaEnvelope: null,
        errors: [expect.anything()],
      })
      expect((await vault.read(id)).parsed).toEqual(parsed)
    },
  },
  {
    source: 'protocol',
    section: '5. GraphQL',
    quote: 'on the live network any valid platform token may read and write the whole vault',
    name: 'under “open” a platform token reads and writes everything, whatever the ACL',
    needs: tokenNeeds,
    async run(vault) {
      const record = await secretRecord(vault, [])
      expect(await reads(vault, record, vault.platform)).toEqual(all(record))
      const remove = `mutation { removeMetaEnvelope(id: "${record.id}") { success } }`
      expect(await vault.ask(remove)).toEqual({ removeMetaEnvelope: { success: true } })
    },
  },
  {
    source: 'eVault seed',
    section: 'ACL Format',
    quote: 'but only the eVault owner can write',
    name: 'the owner reads and writes every record with a token of their own key',
    needs: ['token', 'registry', 'open'],
    async run(vault) {
      const tenant = await vault.newTenant()
      const headers = await tenant.headers()
      for (const acl of [[], ['*'], ['@somebody']]) {
        const { id } = await vault.create({ a: 1 }, { acl, headers: tenant.named })
        expect((await vault.read(id, headers)).parsed).toEqual({ a: 1 })
        const remove = `mutation { removeMetaEnvelope(id: "${id}") { success } }`
        expect((await vault.graphql(remove, {}, headers)).data.removeMetaEnvelope.success).toBe(
          true,
        )
      }
    },
  },
]

export const access: Topic = { topic: 'access control', rows: accessRows }
