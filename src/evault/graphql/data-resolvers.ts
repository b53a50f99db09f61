import { briefOf } from '../envelopes/brief.ts'
import { type Conditions, prepareConditions } from '../envelopes/conditions.ts'
import { isCovered } from '../envelopes/covered-by.ts'
import { prepareAcl } from '../envelopes/prepare.ts'
import { prepareSearch } from '../envelopes/search-text.ts'
import type { EnvelopeTransactor } from '../envelopes/transactor.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import type { GraphQLContext } from './context.ts'
import { attempt } from './errors.ts'
import { leaf } from './json-scalar.ts'
import { listSize, version } from './lists.ts'
import { recordPage } from './record-page.ts'
import type { MutationResolvers, QueryResolvers, Resolvers } from './resolvers.generated.ts'
import { spellingsOf } from './spellings.ts'

const mostIds = 1_000

export const dataQueries: Pick<QueryResolvers, 'metaEnvelopes' | 'versions' | 'trash'> = {
  async metaEnvelopes(_, { filter, ...pageArguments }, context) {
    const { grant, services } = context
    const wanted = {
      ontology: filter?.ontologyId ?? null,
      search: prepareSearch(filter?.search ?? null),
      conditions: await inEachSpelling(prepareConditions(filter ?? {}), context),
    }
    return recordPage(services.reader, grant('read'), wanted, pageArguments)
  },

  versions: (_, { id, first, after }, { grant, services }) =>
    services.history.ofRecord(grant('oversee'), id, listSize(first), version(after)),

  trash: (_, { first, after }, { grant, services }) =>
    services.history.trash(grant('oversee'), listSize(first), version(after)),
}

export const dataMutations: Pick<MutationResolvers, 'removeMetaEnvelopes' | 'setAcls'> = {
  removeMetaEnvelopes: (_, { ids }, context) =>
    attempt(context, changing('remove', 'DELETE_FAILED', ids), (grant) =>
      changeEach(context, ids, (envelopes, id) => envelopes.remove(grant, id)),
    ),

  setAcls: (_, { ids, acl }, context) =>
    attempt(context, changing('administer', 'UPDATE_FAILED', ids), (grant) => {
      const prepared = prepareAcl(acl)
      return changeEach(context, ids, (envelopes, id) => envelopes.setAcl(grant, id, prepared))
    }),
}

export const dataTypes: Pick<Resolvers, 'RecordVersion'> = {
  RecordVersion: {
    parsed: ({ payload }) => leaf(payload),
    brief: ({ payload }) => leaf(briefOf(payload, '')),
    endedAt: ({ endedAt }) => endedAt.toISOString(),
    madeBy: async (ended, _, { grant, services }) =>
      (await services.history.making(grant('oversee'), ended))?.caller ?? null,
    madeAt: async (ended, _, { grant, services }) =>
      (await services.history.making(grant('oversee'), ended))?.at.toISOString() ?? null,
  },
}

/** Conditions on who wrote a record, for every spelling a platform came in. */
async function inEachSpelling(
  conditions: Conditions | null,
  context: GraphQLContext,
): Promise<Conditions | null> {
  const [writer] = conditions?.writtenBy ?? []
  if (conditions === null || writer === undefined) return conditions
  return { ...conditions, writtenBy: await spellingsOf(writer, context) }
}

/** Whether the record is one of those that this request may read. */
export function mayRead({ grant }: GraphQLContext, record: StoredMetaEnvelope): boolean {
  try {
    return isCovered(grant('read'), record)
  } catch (error) {
    if (error instanceof RequestError) return false
    throw error
  }
}

function changing<O extends 'remove' | 'administer'>(
  operation: O,
  failure: string,
  { length }: readonly string[],
) {
  return { operation, failure, refused: { results: [], successCount: 0, errorCount: length } }
}

/**
 * Changes records one by one, in one transaction. Each is refused before anything of it is
 * written, so that the others stand.
 */
async function changeEach(
  { services }: GraphQLContext,
  ids: readonly string[],
  change: (envelopes: EnvelopeTransactor, id: string) => Promise<unknown>,
) {
  if (ids.length > mostIds) {
    throw new RequestError('INVALID_INPUT', `At most ${mostIds} records at once.`, 'ids')
  }
  const results = await services.transact(async ({ envelopes }) => {
    const changed: Changed[] = []
    for (const id of ids) changed.push({ id, ...(await refusalOf(change(envelopes, id))) })
    return changed
  })
  const successCount = results.filter(({ success }) => success).length
  return { results, successCount, errorCount: results.length - successCount }
}

interface Changed {
  readonly id: string
  readonly success: boolean
  readonly code: string | null
  readonly message: string | null
}

async function refusalOf(change: Promise<unknown>): Promise<Omit<Changed, 'id'>> {
  try {
    await change
    return { success: true, code: null, message: null }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const { code, message } = error
    return { success: false, code, message }
  }
}
