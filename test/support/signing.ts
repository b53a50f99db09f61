import { createKeyCustody, type SecretStore } from '../../src/evault/index.ts'
import { canonicalJson } from '../../src/w3id/canonical-json.ts'
import type { SignBytes } from '../../src/w3id/jwt.ts'
import { encodeSignature } from '../../src/w3id/signatures.ts'
import type { Document } from './bindings-test.ts'
import { identityLog } from './friends.ts'
import type { TestVault } from './test-vault.ts'

export interface Signature {
  readonly signer: string
  readonly signature: string
  readonly timestamp: string
}

/** Signs a document, now unless another time is given. */
export type SignDocument = (document: Document, timestamp?: string) => Promise<Signature>

/** A pen with one key. */
export function penOf(signer: string, sign: SignBytes): SignDocument {
  return async (document, timestamp = new Date().toISOString()) => {
    const signature = encodeSignature(await sign(Buffer.from(canonicalJson(document))))
    return { signer, signature, timestamp }
  }
}

/** The pen of a vault's owner, with the key of now: it keeps it when the vault has another. */
export async function pen({
  it,
  store,
}: {
  readonly it: TestVault
  readonly store: SecretStore
}): Promise<SignDocument & { key: string }> {
  const [key = ''] = (await identityLog(it)).entries.at(-1)?.updateKeys ?? []
  const custody = createKeyCustody(store)
  for (const name of await store.names('')) {
    // Asked for, it is kept by the custody, whatever becomes of the store.
    if (!name.includes('/owner') || (await custody.publicKey(name)) !== key) continue
    const sign: SignBytes = (bytes) => custody.sign(name, bytes, 'identity-log')
    return Object.assign(penOf(it.vault.ename, sign), { key })
  }
  throw new Error('the key of this vault is not in its keychain')
}

/** A document about somebody. */
export const aboutOneself = (subject: string, name = 'Jo'): Document => ({
  ...{ subject, type: 'self', data: { name } },
})

/** Two people who know each other, as the first one says. */
export const acquaintance = (subject: string, other: string): Document => ({
  ...{ subject, type: 'social_connection', data: { parties: [subject, other] } },
})

const createOne = `mutation ($input: CreateBindingDocumentInput!) {
  createBindingDocument(input: $input) { metaEnvelopeId errors { code message } } }`
const signOne = `mutation ($input: CreateBindingDocumentSignatureInput!) {
  createBindingDocumentSignature(input: $input) { errors { code message } } }`

/** Puts a signed document into a vault, as its owner. Returns its id. */
export async function put(
  it: TestVault,
  document: Document,
  ownerSignature: Signature,
): Promise<string> {
  const input = { ...document, ownerSignature }
  const { metaEnvelopeId, errors } = (await it.owner(createOne, { input })).data
    .createBindingDocument
  if (errors.length > 0) throw new Error(`refused: ${JSON.stringify(errors)}`)
  return metaEnvelopeId
}

/** Adds a signature: as the owner, or as a platform that brings its token. Returns the errors. */
export async function countersign(
  it: TestVault,
  bindingDocumentId: string,
  signature: Signature,
  token: string | null = null,
): Promise<{ code: string }[]> {
  const input = { bindingDocumentId, signature }
  const { data } =
    token === null
      ? await it.owner(signOne, { input })
      : await it.graphql(signOne, { input }, { authorization: `Bearer ${token}` })
  return data.createBindingDocumentSignature.errors
}

export interface Verdict {
  readonly signer: string
  readonly timestamp: string
  readonly verdict: string
  readonly publicKey: string | null
  readonly keyState: string | null
  readonly reason: string | null
  readonly message: string
}

const verdictFields = 'verdicts { signer timestamp verdict publicKey keyState reason message }'

/** What a vault tells its owner about the signatures under a document. */
export async function verdictsOn(it: TestVault, id: string): Promise<Verdict[]> {
  const query = `query ($id: ID!) { bindingDocument(id: $id) { ${verdictFields} } }`
  return (await it.owner(query, { id })).data.bindingDocument.verdicts
}

/** The same for all documents, oldest first. */
export async function allVerdicts(it: TestVault): Promise<Verdict[][]> {
  const query = `{ bindingDocuments(first: 100) { edges { node { ${verdictFields} } } } }`
  const { edges } = (await it.owner(query)).data.bindingDocuments
  return edges.map(({ node }: { node: { verdicts: Verdict[] } }) => node.verdicts)
}

/** The one signature that waits for the owner. */
export async function onlyWaiting(it: TestVault): Promise<{ id: string; verdict: Verdict }> {
  const query = `{ pendingSignatures { id ${verdictFields.replace('verdicts', 'verdict')} } }`
  return (await it.owner(query)).data.pendingSignatures[0]
}

/** A verdict in few words. */
export const inShort = ({ verdict, keyState, reason }: Verdict): string =>
  [verdict, keyState, reason].filter((word) => word !== null).join(' ')
