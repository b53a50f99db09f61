import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, Transaction } from '../db/database.ts'
import { metaEnvelopes, pendingSignatures } from '../db/schema.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { readBindingDocument } from './prepare.ts'
import type { BindingDocument, BindingSignature } from './types.ts'

/** A verified signature that waits for the owner. */
export interface PendingSignature {
  readonly id: string
  readonly document: BindingDocument
  readonly signer: string
  readonly signature: string
  /** As the signer gave it. */
  readonly timestamp: string
  readonly requestedBy: string
  readonly requestedAt: Date
}

/** A signature that waited, and the document it is for. */
interface Taken {
  readonly record: StoredMetaEnvelope
  readonly document: BindingDocument
  readonly signature: BindingSignature
}

/** The signatures that wait, oldest first. */
export async function listPending(db: Database, ename: string): Promise<PendingSignature[]> {
  const rows = await selectPending(db)
    .where(eq(pendingSignatures.ename, ename))
    .orderBy(asc(pendingSignatures.pendingId))
  return rows.flatMap(({ waiting, record }) => {
    const document = readBindingDocument(record)
    if (document === null) return []
    const { pendingId, signer, signature, timestamp, requestedBy, requestedAt } = waiting
    return { id: pendingId, document, signer, signature, timestamp, requestedBy, requestedAt }
  })
}

/** Whose signatures wait for a document. */
export async function waitingSigners(
  tx: Transaction,
  ename: string,
  documentId: string,
): Promise<string[]> {
  const rows = await tx
    .select({ signer: pendingSignatures.signer })
    .from(pendingSignatures)
    .where(and(eq(pendingSignatures.ename, ename), eq(pendingSignatures.documentId, documentId)))
  return rows.map(({ signer }) => signer)
}

/** Takes a waiting signature out; null when there is none of this id with a document. */
export async function takePending(
  tx: Transaction,
  ename: string,
  pendingId: string,
): Promise<Taken | null> {
  const [row] = isUuid(pendingId)
    ? await selectPending(tx).where(ofId(ename, pendingId)).for('update')
    : []
  const document = row === undefined ? null : readBindingDocument(row.record)
  if (row === undefined || document === null) return null
  await dropPending(tx, ename, pendingId)
  const { signer, signature, timestamp } = row.waiting
  return { record: row.record, document, signature: { signer, signature, timestamp } }
}

/** Drops a waiting signature; false when there is none of this id. */
export async function dropPending(
  tx: Transaction,
  ename: string,
  pendingId: string,
): Promise<boolean> {
  if (!isUuid(pendingId)) return false
  const dropped = await tx
    .delete(pendingSignatures)
    .where(ofId(ename, pendingId))
    .returning({ id: pendingSignatures.pendingId })
  return dropped.length > 0
}

/** Waiting signatures with their documents; one whose document is in the trash waits unseen. */
function selectPending(db: Pick<Database | Transaction, 'select'>) {
  const { ename, id, position, ontology, payload, acl } = metaEnvelopes
  return db
    .select({ waiting: pendingSignatures, record: { ename, id, position, ontology, payload, acl } })
    .from(pendingSignatures)
    .innerJoin(
      metaEnvelopes,
      and(
        eq(metaEnvelopes.ename, pendingSignatures.ename),
        eq(metaEnvelopes.id, pendingSignatures.documentId),
      ),
    )
}

function ofId(ename: string, pendingId: string) {
  return and(eq(pendingSignatures.ename, ename), eq(pendingSignatures.pendingId, pendingId))
}

function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success
}
