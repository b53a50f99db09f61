import { createHash } from 'node:crypto'
import type { Grant } from '../access/authorise.ts'
import { RequestError } from '../errors.ts'
import type { EnvelopeTransactor } from './transactor.ts'
import type { StoredMetaEnvelope } from './types.ts'

/** What a record holds, in short: another text for another type, payload or access list. */
export function revisionOf({ ontology, payload, acl }: StoredMetaEnvelope): string {
  return createHash('sha256')
    .update(JSON.stringify([ontology, payload, acl]))
    .digest('base64url')
}

/**
 * Locks a record that is about to be changed, and refuses when it is not what was read before.
 * @param expected its `revisionOf` then; null takes it as it is
 * @throws RequestError `CHANGED_MEANWHILE`, `NOT_FOUND`
 */
export async function refuseChanged(
  envelopes: Pick<EnvelopeTransactor, 'find'>,
  grant: Grant<'update' | 'administer'>,
  id: string,
  expected: string | null,
): Promise<void> {
  if (expected === null) return
  const record = await envelopes.find(grant, id)
  if (record === null) throw new RequestError('NOT_FOUND', 'There is no such record.', 'id')
  if (revisionOf(record) === expected) return
  throw new RequestError('CHANGED_MEANWHILE', 'The record has changed since it was read.')
}
