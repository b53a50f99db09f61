import type { Signature } from './key-holder.ts'
import type { Tenant } from './people.ts'
import type { Need } from './row.ts'
import { expectNoErrors, type VaultUnderTest } from './vault-under-test.ts'

export const bindingOntology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'
export const documentFields = 'subject type data signatures { signer signature timestamp }'
export const createDocument = `mutation ($input: CreateBindingDocumentInput!) { createBindingDocument(input: $input) {
  metaEnvelopeId bindingDocument { ${documentFields} } errors { field message code } } }`
export const signDocument = `mutation ($input: CreateBindingDocumentSignatureInput!) {
  createBindingDocumentSignature(input: $input) { bindingDocument { ${documentFields} } errors { code } } }`
export const bindingNeeds: readonly Need[] = ['token', 'registry', 'open']

/** What a binding document says and its signatures cover. */
export interface Document {
  readonly subject: string
  readonly type: string
  readonly data: object
}

/** Has a document created in a vault whose owner's key we hold. */
export async function submit(
  vault: VaultUnderTest,
  { named }: Tenant,
  document: Document,
  ownerSignature: Signature,
) {
  const input = { ...document, ownerSignature }
  return (await vault.ask(createDocument, { input }, named)).createBindingDocument
}

/** Creates a document its owner has signed and returns its id. */
export async function created(
  vault: VaultUnderTest,
  tenant: Tenant,
  document: Document,
): Promise<string> {
  const { metaEnvelopeId, errors } = await submit(
    vault,
    tenant,
    document,
    await tenant.owner.sign(document),
  )
  expectNoErrors(errors)
  return metaEnvelopeId
}

export async function addSignature(
  vault: VaultUnderTest,
  { named }: Tenant,
  id: string,
  signature: Signature,
) {
  const input = { bindingDocumentId: id, signature }
  return (await vault.ask(signDocument, { input }, named)).createBindingDocumentSignature
}

export const selfie = ({ ename: subject }: Tenant): Document => ({
  subject,
  type: 'self',
  data: { name: 'John Doe' },
})
