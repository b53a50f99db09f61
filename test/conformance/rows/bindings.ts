import { expect } from 'vitest'
import {
  created,
  documentFields as fields,
  bindingNeeds as needs,
  bindingOntology as ontology,
  selfie,
  submit,
} from '../binding-documents.ts'
import type { Topic } from '../row.ts'
import { example, graphqlExamples } from '../seed-examples.ts'
import { codeOf, expectNoErrors } from '../vault-under-test.ts'

const johnDoe = { vendor: 'onfido', reference: 'ref-12345', name: 'John Doe' }

/** Binding documents, in a vault whose owner's key we hold. */
export const bindings: Topic = {
  topic: 'bindings',
  rows: [
    {
      source: 'eVault seed',
      section: 'createBindingDocument Mutation',
      quote: 'This stores a MetaEnvelope with ontology b1d0a8c3-4e5f-6789-0abc-def012345678.',
      name: 'the example, verbatim but for eName and signature, stores the document',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const document = { subject: tenant.ename, type: 'id_document', data: johnDoe }
        const signature = await tenant.owner.sign(document)
        const query = example(graphqlExamples.createBindingDocument, {
          '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a': tenant.ename,
          'sig_abc123...': signature.signature,
        })
        const answer = (await vault.ask(query, {}, tenant.named)).createBindingDocument
        const { errors, metaEnvelopeId, ...rest } = answer
        expectNoErrors(errors)
        expect(rest).toEqual({ bindingDocument: { ...document, signatures: [signature] } })
        const record = `{ metaEnvelope(id: "${metaEnvelopeId}") { id ontology parsed } }`
        expect((await vault.ask(record, {}, tenant.named)).metaEnvelope).toEqual({
          ...{ id: metaEnvelopeId, ontology },
          parsed: expect.objectContaining({ ...document, signatures: [signature] }),
        })
      },
    },
    {
      source: 'eVault seed',
      section: 'bindingDocument Query',
      quote: 'Retrieve a single binding document by its MetaEnvelope ID.',
      name: 'the example, verbatim, answers exactly what it selects; null for what is none',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const document = selfie(tenant)
        const id = await created(vault, tenant, document)
        const other = (await vault.create({}, { headers: tenant.named })).id
        const ask = async (one: string) => {
          const query = example(graphqlExamples.bindingDocument, { 'meta-envelope-id': one })
          return (await vault.ask(query, {}, tenant.named)).bindingDocument
        }
        expect(await ask(id)).toEqual({ ...document, signatures: [expect.anything()] })
        expect(await ask('unheard-of')).toBeNull()
        expect(await ask(other)).toBeNull()
      },
    },
    {
      source: 'eVault seed',
      section: 'bindingDocuments Query',
      quote:
        'Retrieve binding documents with cursor-based pagination and optional filtering by type.',
      name: 'the example, verbatim, answers a page of that type',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const cursorOf = '{ bindingDocuments(first: 1) { edges { cursor } } }'
        const type = 'id_document'
        for (const name of ['a', 'b', 'c']) {
          await created(vault, tenant, { subject: tenant.ename, type, data: { ...johnDoe, name } })
        }
        await created(vault, tenant, selfie(tenant))
        const [edge] = (await vault.ask(cursorOf, {}, tenant.named)).bindingDocuments.edges
        const query = example(graphqlExamples.bindingDocuments, { 'cursor-string': edge.cursor })
        const { edges, pageInfo, totalCount } = (await vault.ask(query, {}, tenant.named))
          .bindingDocuments
        expect(totalCount).toBe(3)
        expect(edges).toEqual(
          ['b', 'c'].map((name) => ({
            cursor: expect.any(String),
            node: {
              ...{ subject: tenant.ename, type, data: { ...johnDoe, name } },
              signatures: [expect.anything()],
            },
          })),
        )
        expect(pageInfo).toEqual({
          ...{ hasNextPage: false, hasPreviousPage: true },
          ...{ startCursor: edges[0].cursor, endCursor: edges[1].cursor },
        })
      },
    },
    {
      source: 'eVault seed',
      section: 'createBindingDocumentSignature Mutation',
      quote: 'Add a signature to an existing binding document. Used for counterparty verification.',
      name: 'the example, verbatim but for ids and signature, adds the counterparty’s signature',
      needs: [...needs, 'registry-secret'],
      async run(vault) {
        const tenant = await vault.newTenant()
        const friend = await vault.person()
        const parties = [tenant.ename, friend.ename]
        const document = { subject: tenant.ename, type: 'social_connection', data: { parties } }
        const id = await created(vault, tenant, document)
        const { signature } = await friend.sign(document)
        const query = example(graphqlExamples.createBindingDocumentSignature, {
          'meta-envelope-id': id,
          '@counterparty-uuid': friend.ename,
          'sig_counterparty_xyz...': signature,
        })
        const answer = (await vault.ask(query, {}, tenant.named)).createBindingDocumentSignature
        expectNoErrors(answer.errors)
        const timestamp = '2025-01-24T11:00:00Z'
        expect(answer.bindingDocument).toEqual({
          ...{ subject: tenant.ename, type: 'social_connection' },
          signatures: [expect.anything(), { signer: friend.ename, signature, timestamp }],
        })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        'deployed clients that follow the older shape select `id ontology parsed` on it. Answer both',
      name: 'bindingDocuments answers the older shape as well',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const id = await created(vault, tenant, selfie(tenant))
        const query = `{ bindingDocuments { edges { node { id ontology parsed ${fields} } } } }`
        const [{ node }] = (await vault.ask(query, {}, tenant.named)).bindingDocuments.edges
        const { signatures } = node
        expect(node).toMatchObject({ id, ontology, ...selfie(tenant) })
        expect(node.parsed).toMatchObject({ ...selfie(tenant), signatures })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'Mixing `first`/`after` with `last`/`before` is an error.',
      name: 'bindingDocuments pages both ways, and not both at once',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        for (let n = 0; n < 3; n += 1) await created(vault, tenant, selfie(tenant))
        const page = async (args: string) =>
          vault.graphql(
            `{ bindingDocuments(${args}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } }`,
            {},
            { ...tenant.named, ...vault.platform },
          )
        const first = (await page('first: 2')).data.bindingDocuments
        expect(first).toMatchObject({
          totalCount: 3,
          pageInfo: { hasNextPage: true, hasPreviousPage: false },
        })
        const last = (await page('last: 2')).data.bindingDocuments
        expect(last).toMatchObject({
          totalCount: 3,
          pageInfo: { hasNextPage: false, hasPreviousPage: true },
        })
        expect(last.edges[0]).toEqual(first.edges[1])
        expect(codeOf(await page('first: 1, last: 1'))).toMatch(/^[A-Z_]+$/)
      },
    },
    {
      source: 'eVault seed',
      section: 'createBindingDocument Mutation, Input fields',
      quote: 'will be normalized to include@prefix',
      name: 'subject is normalised to have its @, and the signature covers that form',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const document = selfie(tenant)
        const signature = await tenant.owner.sign(document)
        const sent = { ...document, subject: tenant.ename.slice(1) }
        const { bindingDocument, errors } = await submit(vault, tenant, sent, signature)
        expectNoErrors(errors)
        expect(bindingDocument.subject).toBe(tenant.ename)
      },
    },
    {
      source: 'eVault seed',
      section: 'Special Cases',
      quote: 'Private Data: Only listed W3IDs can access',
      name: 'a stranger, and who has no token, finds no binding document by either query',
      needs: [...needs, 'registry-secret'],
      async run(vault) {
        const tenant = await vault.newTenant()
        const id = await created(vault, tenant, selfie(tenant))
        const authorization = `Bearer ${await (await vault.person()).token(tenant.ename)}`
        const query = `{ bindingDocument(id: "${id}") { id } bindingDocuments { totalCount edges { node { id } } } }`
        for (const headers of [{ authorization }, {}]) {
          const { data } = await vault.graphql(query, {}, { ...tenant.named, ...headers })
          expect(data).toEqual({
            bindingDocument: null,
            bindingDocuments: { totalCount: 0, edges: [] },
          })
        }
      },
    },
  ],
}
