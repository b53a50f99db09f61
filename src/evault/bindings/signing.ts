import { and, desc, eq } from 'drizzle-orm'
import { normaliseEName } from '../../w3id/ename.ts'
import { encodeSignature } from '../../w3id/signatures.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { sentSignatures } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Bindings } from './bindings.ts'
import { createForeignDocuments, digestOf } from './foreign-documents.ts'
import { prepareBindingDocument, signedBytes } from './prepare.ts'
import { refuseFirstSigner, refuseSigner } from './signers.ts'
import type { BindingDocument, BindingDocumentType, BindingSignature } from './types.ts'
import type { JudgeSignatures, SignatureVerdict } from './verdicts.ts'

/** The owner's signature under a document in somebody else's vault. */
export type SentSignature = typeof sentSignatures.$inferSelect

/** A document out of somebody else's vault, shown to the owner before they sign it. */
export interface ShownDocument {
  readonly vault: string
  readonly document: BindingDocument
  readonly verdicts: readonly SignatureVerdict[]
  readonly digest: string
  /** Why the owner can't sign it; null when they can. */
  readonly refusal: string | null
}

/** Signing binding documents with the owner's key: their own, and those of others. */
export interface Signing {
  /**
   * Makes a document about the owner, signed by them.
   * @throws RequestError as `Bindings.create`, and when the owner says no
   */
  signOwn(
    grant: Grant<'create'>,
    type: BindingDocumentType,
    data: unknown,
  ): Promise<BindingDocument>
  /** @throws RequestError as `ForeignDocuments.fetch`, `INVALID_INPUT` */
  open(grant: Grant<'administer'>, vault: string, id: string): Promise<ShownDocument>
  /**
   * Signs a document of somebody else, keeps the signature, and delivers it.
   * @param digest of the document as the owner saw it
   * @throws RequestError as `open`, `ADD_SIGNATURE_FAILED`; nothing was signed then
   */
  signForeign(
    grant: Grant<'administer'>,
    vault: string,
    id: string,
    digest: string,
  ): Promise<SentSignature>
  /** @throws RequestError `NOT_FOUND` */
  resend(grant: Grant<'administer'>, sentId: string): Promise<SentSignature>
  /** False when there is none of this id. */
  forget(grant: Grant<'administer'>, sentId: string): Promise<boolean>
  /** Newest first, 500 at most. */
  list(grant: Grant<'oversee'>): Promise<SentSignature[]>
}

interface Means {
  /** Of the owner: other vaults on this server have their keys elsewhere. */
  readonly ename: string
  readonly keys: Pick<OwnerKeys, 'signConfirmed'>
  readonly bindings: Pick<Bindings, 'create'>
  readonly db: Database
  readonly ids: IdClock
  readonly judge: JudgeSignatures
  readonly registry: Parameters<typeof createForeignDocuments>[0]['registry']
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const mostListed = 500

export function createSigning(means: Means): Signing {
  const { ename, db, ids, now, bindings } = means
  const foreign = createForeignDocuments(means)

  async function sign(bytes: Uint8Array): Promise<BindingSignature> {
    const { raw } = await means.keys.signConfirmed(bytes, 'binding-document')
    const timestamp = new Date(now()).toISOString()
    return { signer: ename, signature: encodeSignature(raw), timestamp }
  }

  async function show(vault: string, id: string): Promise<ShownDocument> {
    const document = await foreign.fetch(vault, id)
    const verdicts = await means.judge(vault, document, async () => null)
    return { vault, document, verdicts, digest: digestOf(document), refusal: refusalOf(document) }
  }

  /** Why the owner can't sign it; null when they can. */
  function refusalOf(document: BindingDocument): string | null {
    try {
      refuseSigner(document, ename, [])
      return null
    } catch (error) {
      if (error instanceof RequestError) return error.message
      throw error
    }
  }

  async function deliver(row: SentSignature): Promise<SentSignature> {
    const { vault, documentId, signature, timestamp } = row
    const delivery = await foreign.deliver(vault, documentId, {
      signer: ename,
      signature,
      timestamp,
    })
    const after = { ...row, ...delivery, triedAt: new Date(now()) }
    const { state, reason, triedAt } = after
    await db.update(sentSignatures).set({ state, reason, triedAt }).where(ofId(ename, row.sentId))
    return after
  }

  return {
    async signOwn(grant, type, data) {
      refuseOther(grant, ename)
      const before = { signer: ename, signature: '-', timestamp: new Date(now()).toISOString() }
      const document = prepareBindingDocument({
        subject: ename,
        type,
        data,
        ownerSignature: before,
      })
      refuseFirstSigner(document)
      const ownerSignature = await sign(signedBytes(document))
      return bindings.create(grant, { subject: ename, type, data, ownerSignature })
    },

    open: (grant, vault, id) => show(otherVault(grant, ename, vault), id),

    async signForeign(grant, name, id, digest) {
      const vault = otherVault(grant, ename, name)
      const document = await foreign.fetch(vault, id)
      if (digestOf(document) !== digest) {
        throw new RequestError('ADD_SIGNATURE_FAILED', 'The document has changed meanwhile.')
      }
      refuseSigner(document, ename, [])
      const { signature, timestamp } = await sign(signedBytes(document))
      const { subject, type, data } = document
      // Kept before it is sent: what was signed is known here, whatever happens on the way.
      const row: SentSignature = {
        ...{ ename, sentId: ids.next(), vault, documentId: id, subject, type, data },
        ...{ signature, timestamp, state: 'undelivered', reason: null, triedAt: new Date(now()) },
      }
      await db.insert(sentSignatures).values(row)
      return deliver(row)
    },

    async resend(grant, sentId) {
      refuseOther(grant, ename)
      const [row] = await db.select().from(sentSignatures).where(ofId(ename, sentId))
      if (row === undefined) {
        throw new RequestError('NOT_FOUND', 'There is no sent signature with this id.', 'id')
      }
      return deliver(row)
    },

    async forget(grant, sentId) {
      refuseOther(grant, ename)
      const gone = await db.delete(sentSignatures).where(ofId(ename, sentId)).returning()
      return gone.length > 0
    },

    list: (grant) =>
      db
        .select()
        .from(sentSignatures)
        .where(eq(sentSignatures.ename, grant.ename))
        .orderBy(desc(sentSignatures.sentId))
        .limit(mostListed),
  }
}

function ofId(ename: string, sentId: string) {
  return and(eq(sentSignatures.ename, ename), eq(sentSignatures.sentId, sentId))
}

function refuseOther({ ename: asked }: Grant<'create' | 'administer'>, ename: string): void {
  if (asked === ename) return
  throw new RequestError('FORBIDDEN', 'The keys of this eName are not on this computer.')
}

/** @throws RequestError `INVALID_INPUT` for a name that is none, or the owner's own */
function otherVault(grant: Grant<'administer'>, ename: string, name: string): string {
  refuseOther(grant, ename)
  let vault: string
  try {
    vault = normaliseEName(name)
  } catch {
    throw new RequestError('INVALID_INPUT', 'ename: must be an eName.', 'ename')
  }
  if (vault !== ename) return vault
  throw new RequestError('INVALID_INPUT', 'ename: this document is in your own vault.', 'ename')
}
