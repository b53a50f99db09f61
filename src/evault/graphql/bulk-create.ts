import { type Grant, refuseForeignType } from '../access/authorise.ts'
import { refuseBindingDocument } from '../bindings/protected.ts'
import { prepareId, prepareMetaEnvelope } from '../envelopes/prepare.ts'
import type { NewRecord } from '../envelopes/transactor.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { asRequestError, RequestError } from '../errors.ts'
import type { GraphQLContext } from './context.ts'
import type { BulkMetaEnvelopeInput } from './resolvers.generated.ts'

const mostItems = 1_000

interface Result {
  readonly id: string
  readonly success: boolean
  readonly error: string | null
}

type Item = NewRecord & { readonly grant: Grant<'create'> }

/**
 * Stores each record that is good; the others tell what is wrong with them. Ids are kept
 * verbatim; one that exists is an error of its item. Source: eVault seed,
 * "bulkCreateMetaEnvelopes".
 * @throws RequestError for what is wrong with the request as a whole
 */
export async function bulkCreate(
  { services }: GraphQLContext,
  grant: Grant<'create'>,
  inputs: readonly BulkMetaEnvelopeInput[],
  skipWebhooks: boolean,
) {
  if (grant.caller.kind === 'anonymous') {
    throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
  }
  if (inputs.length > mostItems) {
    throw new RequestError('INVALID_INPUT', `At most ${mostItems} records at once.`, 'inputs')
  }
  const announce = !(skipWebhooks && isMigrator(services, grant))
  // As a whole, with the signatures it has: they were verified where it was made.
  const isArriving = services.standings.of(grant.ename)?.standing === 'arriving'
  const prepared = inputs.map((input) => prepareItem(grant, input, { announce, isArriving }))
  const results = await services.transact(async ({ envelopes }) => {
    const brought = inputs.flatMap(({ id }) => (id == null ? [] : [id]))
    const taken = await envelopes.taken(grant, brought)
    const items = prepared.map((item) => ('error' in item ? item : claim(item, taken)))
    const good = items.filter((item): item is Item => !('error' in item))
    const created = await envelopes.create(good)
    let next = 0
    return items.map((item): Result => {
      if ('error' in item) return item
      const { id } = created[next] as StoredMetaEnvelope
      next += 1
      return { id, success: true, error: null }
    })
  })
  const successCount = results.filter(({ success }) => success).length
  return { results, successCount, errorCount: results.length - successCount }
}

/** The record to be created, or what is wrong with it. */
function prepareItem(
  grant: Grant<'create'>,
  { id, ...input }: BulkMetaEnvelopeInput,
  { announce, isArriving }: { readonly announce: boolean; readonly isArriving: boolean },
): Item | Result {
  try {
    if (id != null && !grant.records.all && !(grant.caller.kind === 'platform' && isUuid(id))) {
      throw new RequestError('FORBIDDEN', 'Only who may write everything brings ids along.', 'id')
    }
    const prepared = prepareMetaEnvelope(input)
    refuseForeignType(grant, prepared.ontology)
    if (!isArriving || grant.caller.kind !== 'owner') refuseBindingDocument(prepared.ontology)
    return { grant, prepared, id: id == null ? null : prepareId(id), announce }
  } catch (error) {
    const refusal = asRequestError(error)
    if (refusal === null) throw error
    return { id: id ?? '', success: false, error: refusal.message }
  }
}

/** Platforms draw ids themselves, so that what they send twice is there once. */
function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
}

/** Gives an item its id, unless the vault or an item before it has it. */
function claim(item: Item, taken: Set<string>): Item | Result {
  if (item.id === null) return item
  if (taken.has(item.id)) {
    return { id: item.id, success: false, error: 'A record with this id exists.' }
  }
  taken.add(item.id)
  return item
}

/** Source: eVault seed, "Webhook Suppression". */
function isMigrator(services: GraphQLContext['services'], { caller, ename }: Grant<'create'>) {
  if (caller.kind === 'owner') return true
  return caller.kind === 'platform' && (services.consents.of(ename, caller)?.migrator ?? false)
}
