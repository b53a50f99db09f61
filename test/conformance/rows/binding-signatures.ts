import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import {
  addSignature,
  createDocument as create,
  created,
  bindingNeeds as needs,
  bindingOntology as ontology,
  selfie,
  signDocument as sign,
  submit,
} from '../binding-documents.ts'
import { canonical } from '../key-holder.ts'
import type { Topic } from '../row.ts'
import type { Any } from '../vault-under-test.ts'

/** What a signature under a binding document has to prove. */
export const bindingSignatures: Topic = {
  topic: 'binding signatures',
  rows: [
    {
      source: 'eVault seed',
      section: 'Binding Documents',
      quote: 'Always signed: Owner signature is required; counterparty signatures can be added',
      name: 'a signature that proves nothing is refused with INVALID_SIGNATURE, nothing is stored',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const document = selfie(tenant)
        const good = await tenant.owner.sign(document)
        const bad = [
          { ...good, signature: 'sig_abc123...' },
          { ...good, signature: '' },
          await tenant.owner.sign({ ...document, data: { name: 'Jane Doe' } }),
          await tenant.owner.sign({ ...document, signatures: [] }),
          { ...good, signer: vault.ename },
        ]
        for (const signature of bad) {
          expect(await submit(vault, tenant, document, signature)).toMatchObject({
            ...{ metaEnvelopeId: null, bindingDocument: null },
            errors: [{ code: expect.stringMatching(/^INVALID_(SIGNATURE|INPUT)$/) }],
          })
        }
        const count = '{ bindingDocuments { totalCount } }'
        expect((await vault.ask(count, {}, tenant.named)).bindingDocuments.totalCount).toBe(0)
      },
    },
    {
      source: 'protocol',
      section: '6. Keys and signatures',
      quote:
        'The live network also accepts the bare SHA-256 hex of that canonical string as a "signature". It proves nothing: we reject it (code `INVALID_SIGNATURE`)',
      name: 'the bare SHA-256 is no signature',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const document = selfie(tenant)
        const signature = createHash('sha256').update(canonical(document)).digest('hex')
        const good = await tenant.owner.sign(document)
        const { errors } = await submit(vault, tenant, document, { ...good, signature })
        expect(errors).toMatchObject([{ code: 'INVALID_SIGNATURE' }])
      },
    },
    {
      source: 'protocol',
      section: '6. Keys and signatures',
      quote: 'One signer signs a document once.',
      name: 'the same signer a second time is ADD_SIGNATURE_FAILED',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const id = await created(vault, tenant, selfie(tenant))
        const again = await addSignature(vault, tenant, id, await tenant.owner.sign(selfie(tenant)))
        expect(again).toMatchObject({
          bindingDocument: null,
          errors: [{ code: 'ADD_SIGNATURE_FAILED' }],
        })
      },
    },
    {
      source: 'protocol',
      section: '6. Keys and signatures',
      quote: 'the counterparty is the party that is not the owner of the first signature',
      name: 'nobody but the counterparty signs a social_connection',
      needs: [...needs, 'registry-secret'],
      async run(vault) {
        const tenant = await vault.newTenant()
        const [friend, stranger] = [await vault.person(), await vault.person()]
        const parties = [tenant.ename, friend.ename]
        const document = { subject: tenant.ename, type: 'social_connection', data: { parties } }
        const id = await created(vault, tenant, document)
        const signed = await addSignature(vault, tenant, id, await stranger.sign(document))
        expect(signed).toMatchObject({
          bindingDocument: null,
          errors: [{ code: 'ADD_SIGNATURE_FAILED' }],
        })
        const forged = { ...(await stranger.sign(document)), signer: friend.ename }
        const { errors } = await addSignature(vault, tenant, id, forged)
        expect(errors).toMatchObject([{ code: 'INVALID_SIGNATURE' }])
      },
    },
    {
      source: 'protocol',
      section: '6. Keys and signatures',
      quote: 'In a `social_connection` the two `parties` are distinct',
      name: 'a connection with oneself is refused',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const parties = [tenant.ename, tenant.ename.toUpperCase()]
        const document = { subject: tenant.ename, type: 'social_connection', data: { parties } }
        const { errors } = await submit(vault, tenant, document, await tenant.owner.sign(document))
        expect(errors).toMatchObject([{ code: expect.stringMatching(/^[A-Z_]+$/) }])
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        '`MISSING_ENAME CREATE_FAILED UPDATE_FAILED DELETE_FAILED NOT_FOUND INVALID_TYPE ADD_SIGNATURE_FAILED',
      name: 'signing an ordinary record is INVALID_TYPE, signing nothing NOT_FOUND',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const signature = await tenant.owner.sign(selfie(tenant))
        const { id } = await vault.create({}, { headers: tenant.named })
        const ordinary = await addSignature(vault, tenant, id, signature)
        expect(ordinary.errors).toMatchObject([{ code: 'INVALID_TYPE' }])
        const none = await addSignature(vault, tenant, 'unheard-of', signature)
        expect(none.errors).toMatchObject([{ code: 'NOT_FOUND' }])
      },
    },
    {
      source: 'eVault seed',
      section: 'Binding Documents',
      quote: 'Always signed: Owner signature is required',
      name: 'a binding document is neither created nor changed as an ordinary record',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const id = await created(vault, tenant, selfie(tenant))
        const payload = { ...selfie(tenant), data: { name: 'Jane Doe' }, signatures: [] }
        const input = { ontology, payload, acl: ['*'] }
        const headers = { ...tenant.named, ...vault.platform }
        const make = `mutation ($input: MetaEnvelopeInput!) { createMetaEnvelope(input: $input) {
          metaEnvelope { id } errors { code } } }`
        const change = `mutation ($input: MetaEnvelopeInput!) { updateMetaEnvelope(id: "${id}", input: $input) {
          metaEnvelope { id } errors { code } } }`
        for (const query of [make, change]) {
          const { data } = await vault.graphql(query, { input }, headers)
          const [answer] = Object.values<Any>(data)
          expect(answer).toMatchObject({
            metaEnvelope: null,
            errors: [{ code: expect.any(String) }],
          })
        }
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'everything else needs a valid Bearer token',
      name: 'creating and signing without a token are UNAUTHENTICATED',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const ownerSignature = await tenant.owner.sign(selfie(tenant))
        const input = { ...selfie(tenant), ownerSignature }
        const made = (await vault.graphql(create, { input }, tenant.named)).data
          .createBindingDocument
        expect(made.errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
        const signing = { input: { bindingDocumentId: 'x', signature: ownerSignature } }
        const signed = await vault.graphql(sign, signing, tenant.named)
        const { errors } = signed.data.createBindingDocumentSignature
        expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
      },
    },
  ],
}
