import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { millisecondsOf } from '../db/ids.ts'
import { gather } from '../envelopes/gather.ts'
import { envelopeHash } from '../log/chain.ts'
import { type BindingDocument, bindingOntology } from './types.ts'

/**
 * Since when this vault has had the signature at this place under a document, at the latest, in
 * milliseconds since the epoch; null where nothing tells.
 */
export type ArrivalOf = (
  ename: string,
  document: BindingDocument,
  at: number,
) => Promise<number | null>

const selectFirst = `SELECT envelope_hash, min(at) AS at FROM operation_log
  WHERE ename = $1 AND envelope_hash = ANY($2::text[]) GROUP BY envelope_hash`

interface FirstRow {
  readonly envelope_hash: string
  readonly at: string
}

/**
 * A document is made with its first signature. For the others the operation log has the hash of
 * the document as it was with each of them, and is kept longer than the versions are. Reading it
 * takes time in proportion to its length, so the questions of a moment are asked together.
 */
export function createArrivals(db: Database): ArrivalOf {
  const firstLogged = gather(
    (ename: string) => ename,
    async (ename, hashes: readonly string[]) => {
      const rows = await ask<FirstRow>(db, selectFirst, [ename, arrayLiteral(hashes)])
      const times = new Map(rows.map((row) => [row.envelope_hash, new Date(row.at).getTime()]))
      return hashes.map((hash) => times.get(hash) ?? null)
    },
  )
  return async (ename, document, at) =>
    at === 0 ? millisecondsOf(document.position) : firstLogged(ename, hashWith(document, at))
}

/** The hash in the log of the document as it was when the signature at this place came. */
function hashWith({ id, subject, type, data, signatures }: BindingDocument, at: number): string {
  const payload = { subject, type, data, signatures: signatures.slice(0, at + 1) }
  return envelopeHash(id, bindingOntology, JSON.stringify(payload))
}
