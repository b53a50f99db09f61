import type { SignatureVerifier } from '../../registry/signature-verifier.ts'
import { type Grant, refuseForeignType } from '../access/authorise.ts'
import { describeCaller } from '../access/caller.ts'
import type { Settings } from '../access/settings.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { pendingSignatures } from '../db/schema.ts'
import type { Transact, Writers } from '../db/store.ts'
import type { PageRequest } from '../envelopes/page.ts'
import { preparePayload } from '../envelopes/prepare.ts'
import type { EnvelopeReader, RecordFilter } from '../envelopes/reader.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import { createArrivals } from './arrivals.ts'
import {
  dropPending,
  listPending,
  type PendingSignature,
  takePending,
  waitingSigners,
} from './pending.ts'
import {
  asMetaEnvelope,
  type BindingDocumentInput,
  prepareBindingDocument,
  prepareSignature,
  readBindingDocument,
  signedBytes,
} from './prepare.ts'
import { isSame, refuseFirstSigner, refuseSigner } from './signers.ts'
import {
  type BindingDocument,
  type BindingDocumentType,
  type BindingSignature,
  bindingOntology,
} from './types.ts'
import type { JudgeSignatures, SignatureVerdict } from './verdicts.ts'

/** A page of documents in creation order. */
export interface BindingDocumentPage {
  readonly documents: readonly BindingDocument[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Binding documents and the signatures under them. Source: eVault seed, "Binding Documents". */
export interface Bindings {
  /** One document, or null when there is none that this caller may read. */
  get(grant: Grant<'read'>, id: string): Promise<BindingDocument | null>
  /** @param type null for all types */
  page(
    grant: Grant<'read'>,
    type: BindingDocumentType | null,
    request: PageRequest,
  ): Promise<BindingDocumentPage>
  count(grant: Grant<'read'>, type: BindingDocumentType | null): Promise<number>
  /**
   * Stores a document with its first signature, which is verified.
   * @throws RequestError `UNAUTHENTICATED`, `FORBIDDEN`, `INVALID_INPUT`, `INVALID_PAYLOAD`,
   * `INVALID_SIGNATURE`; `UNAVAILABLE` when the signer's keys can't be had
   */
  create(grant: Grant<'create'>, input: BindingDocumentInput): Promise<BindingDocument>
  /**
   * Adds a signature, which is verified; where the owner holds those of others, it waits.
   * @throws RequestError `NOT_FOUND`, `INVALID_TYPE`, `INVALID_INPUT`, `INVALID_SIGNATURE`,
   * `ADD_SIGNATURE_FAILED`, `UNAVAILABLE`
   */
  addSignature(
    grant: Grant<'sign'>,
    documentId: string,
    signature: BindingSignature,
  ): Promise<{ readonly document: BindingDocument; readonly pending: boolean }>
  /**
   * Whether the signatures of a document count, in their order; each is verified anew. Those of
   * others need the registry and the vaults of their signers.
   */
  verdicts(grant: Grant<'read'>, document: BindingDocument): Promise<SignatureVerdict[]>
  /** The signatures that wait, oldest first. */
  pending(grant: Grant<'oversee'>): Promise<PendingSignature[]>
  /** The verdict that a signature which waits would have, were it approved now. */
  verdictOnPending(grant: Grant<'oversee'>, pending: PendingSignature): Promise<SignatureVerdict>
  /**
   * Adds a waiting signature to its document.
   * @throws RequestError `NOT_FOUND`, `ADD_SIGNATURE_FAILED`
   */
  approve(grant: Grant<'administer'>, pendingId: string): Promise<BindingDocument>
  /** Drops a waiting signature; false when there is none of this id. */
  reject(grant: Grant<'administer'>, pendingId: string): Promise<boolean>
}

interface Means {
  readonly reader: Pick<EnvelopeReader, 'byId' | 'page' | 'count'>
  readonly transact: Transact
  readonly db: Database
  readonly ids: IdClock
  /** Whether the signer signed these bytes, and if not, why. */
  readonly explain: SignatureVerifier['explain']
  readonly judge: JudgeSignatures
  readonly settings: Pick<Settings, 'of'>
}

export function createBindings(means: Means): Bindings {
  const { reader, transact, db } = means
  const arrivalOf = createArrivals(db)
  return {
    async get(grant, id) {
      const record = await reader.byId(grant, id)
      return record === null ? null : readBindingDocument(record)
    },

    async page(grant, type, request) {
      const { records, ...sides } = await reader.page(grant, filterOf(type), request)
      const documents = records.flatMap((record) => readBindingDocument(record) ?? [])
      return { documents, ...sides }
    },

    count: (grant, type) => reader.count(grant, filterOf(type)),

    create: (grant, input) => create(means, grant, input),
    addSignature: (grant, id, input) => addSignature(means, grant, id, input),

    verdicts: ({ ename }, document) => means.judge(ename, document, arrivalOf),

    async verdictOnPending({ ename }, { document, signer, signature, timestamp }) {
      const alone = { ...document, signatures: [{ signer, signature, timestamp }] }
      const [verdict] = await means.judge(ename, alone, async () => Date.now())
      return verdict as SignatureVerdict
    },

    pending: ({ ename }) => listPending(db, ename),
    approve: (grant, pendingId) => transact((writers) => approve(writers, grant, pendingId)),

    reject: ({ ename }, pendingId) => transact(({ tx }) => dropPending(tx, ename, pendingId)),
  }
}

/** The signature is verified before the transaction: the network would block the vault in it. */
async function create(
  means: Means,
  grant: Grant<'create'>,
  input: BindingDocumentInput,
): Promise<BindingDocument> {
  if (grant.caller.kind === 'anonymous') {
    throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
  }
  refuseForeignType(grant, bindingOntology)
  const document = prepareBindingDocument(input)
  const prepared = asMetaEnvelope(document)
  refuseFirstSigner(document)
  const [signature] = document.signatures as readonly [BindingSignature]
  await refuseUnsigned(means, signature, signedBytes(document), 'ownerSignature')
  const [record] = await means.transact(({ envelopes }) =>
    envelopes.create([{ grant, prepared, id: null, announce: true }]),
  )
  const { id, position } = record as StoredMetaEnvelope
  return { ...document, id, position }
}

async function addSignature(
  means: Means,
  grant: Grant<'sign'>,
  id: string,
  input: BindingSignature,
): Promise<{ document: BindingDocument; pending: boolean }> {
  const { ename, caller } = grant
  const signature = prepareSignature(input, 'signature')
  const seen = await means.transact((writers) => findToSign(writers, grant, id, signature.signer))
  const bytes = signedBytes(seen.document)
  await refuseUnsigned(means, signature, bytes, 'signature')
  const isOwn = caller.kind === 'owner' || isSame(signature.signer, ename)

  return means.transact(async (writers) => {
    const { record, document } = await findToSign(writers, grant, id, signature.signer)
    if (!Buffer.from(bytes).equals(signedBytes(document))) {
      throw new RequestError('ADD_SIGNATURE_FAILED', 'The document has changed meanwhile.')
    }
    // Asked here, so that a decision the owner has made meanwhile counts.
    const pending = !isOwn && means.settings.of(ename).counterpartySignatures === 'hold'
    if (!pending) return { document: await append(writers, grant, record, signature), pending }
    await writers.tx.insert(pendingSignatures).values({
      ...signature,
      ...{ ename, documentId: id, pendingId: means.ids.next() },
      ...{ requestedBy: describeCaller(caller), requestedAt: new Date() },
    })
    return { document, pending }
  })
}

interface Found {
  readonly record: StoredMetaEnvelope
  readonly document: BindingDocument
}

/** The document, once it is known that this signer may still sign it. Locks its row. */
async function findToSign(
  { envelopes, tx }: Writers,
  grant: Grant<'sign'>,
  id: string,
  signer: string,
): Promise<Found> {
  const record = await envelopes.find(grant, id)
  if (record === null) {
    throw new RequestError(
      'NOT_FOUND',
      'There is no binding document with this id.',
      'bindingDocumentId',
    )
  }
  const document = readBindingDocument(record)
  if (document === null) {
    throw new RequestError(
      'INVALID_TYPE',
      'The record is no binding document.',
      'bindingDocumentId',
    )
  }
  refuseSigner(document, signer, await waitingSigners(tx, grant.ename, id))
  return { record, document }
}

/** The ACL stays as it is: the owner may have changed it. */
async function append(
  { envelopes }: Writers,
  grant: Grant<'sign' | 'administer'>,
  before: StoredMetaEnvelope,
  { signer, signature, timestamp }: BindingSignature,
): Promise<BindingDocument> {
  const { ontology, acl, payload } = before
  const signatures = [
    ...(payload.signatures as Extract<typeof payload.signatures, unknown[]>),
    { signer, signature, timestamp },
  ]
  const after = { ontology, acl, ...preparePayload({ ...payload, signatures }) }
  return readBindingDocument(await envelopes.replace(grant, before, after)) as BindingDocument
}

/**
 * What a document says never changes, and its id is of the vault's making: what was verified
 * when the signature came still holds.
 */
async function approve(
  writers: Writers,
  grant: Grant<'administer'>,
  pendingId: string,
): Promise<BindingDocument> {
  const taken = await takePending(writers.tx, grant.ename, pendingId)
  if (taken === null) {
    throw new RequestError('NOT_FOUND', 'There is no waiting signature with this id.', 'id')
  }
  const { record, document, signature } = taken
  refuseSigner(document, signature.signer, [])
  return append(writers, grant, record, signature)
}

/** @throws RequestError `INVALID_SIGNATURE`, `UNAVAILABLE` */
async function refuseUnsigned(
  { explain }: Means,
  { signer, signature }: BindingSignature,
  bytes: Uint8Array,
  field: string,
): Promise<void> {
  const verdict = await explain(signer, bytes, signature)
  if (verdict.valid) return
  const { reason, message } = verdict
  if (reason === 'UNREACHABLE') {
    throw new RequestError('UNAVAILABLE', `The signer can’t be checked now: ${message}.`, field)
  }
  throw new RequestError('INVALID_SIGNATURE', `The signature does not count: ${message}.`, field)
}

function filterOf(type: BindingDocumentType | null): RecordFilter {
  const search =
    type === null
      ? null
      : { term: type, mode: 'EXACT' as const, caseSensitive: true, fields: ['type'] }
  return { ontology: bindingOntology, search }
}
