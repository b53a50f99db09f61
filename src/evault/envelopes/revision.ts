import { createHash } from 'node:crypto'
import type { Grant } from '../access/authorise.ts'
import { RequestError } from '../errors.ts'
import { envelopeHash } from '../log/chain.ts'
import type { PreparedMetaEnvelope } from './prepare.ts'
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
  if (revisionOf(record) !== expected) throw changedMeanwhile()
}

/**
 * Locks a record that is about to be changed, and refuses where it is another one than the caller
 * has read, or gone.
 * @param ifHash its hash then, as in the operation log (`X-EVault-If-Hash`); null asks nothing
 * @throws RequestError `CHANGED_MEANWHILE`
 */
export async function refuseOther(
  envelopes: Pick<EnvelopeTransactor, 'find'>,
  grant: Grant<'update' | 'remove'>,
  id: string,
  ifHash: string | null,
): Promise<StoredMetaEnvelope | null> {
  if (ifHash === null) return null
  const record = await envelopes.find(grant, id)
  if (record === null) throw changedMeanwhile()
  const hash = envelopeHash(id, record.ontology, JSON.stringify(record.payload))
  if (hash !== ifHash) throw changedMeanwhile()
  return record
}

/**
 * Replaces a record, if it is the one that the caller has read where they say which that is: then
 * others than the owner change its content alone, because they cannot know who may read it.
 * @throws RequestError `CHANGED_MEANWHILE`, and what `update` throws
 */
export async function updateIf(
  envelopes: Pick<EnvelopeTransactor, 'find' | 'update'>,
  grant: Grant<'update'>,
  change: { readonly id: string; readonly prepared: PreparedMetaEnvelope },
  ifHash: string | null,
): Promise<StoredMetaEnvelope> {
  const { id, prepared } = change
  const before = await refuseOther(envelopes, grant, id, ifHash)
  const keepsAcl = before !== null && grant.caller.kind !== 'owner'
  return envelopes.update(grant, id, keepsAcl ? { ...prepared, acl: before.acl } : prepared)
}

function changedMeanwhile(): RequestError {
  return new RequestError('CHANGED_MEANWHILE', 'The record has changed since it was read.')
}
