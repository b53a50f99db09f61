import type { Grant } from '../access/authorise.ts'
import type { AttemptError } from '../awareness/attempt-error.ts'
import {
  type Disclosure,
  deliveryIdOf,
  type StoredAttempt,
  type StoredDelivery,
} from '../awareness/delivery-reader.ts'
import type { PlatformView } from '../awareness/platform-reader.ts'
import { RequestError } from '../errors.ts'
import type { GraphQLContext } from './context.ts'
import { attempt } from './errors.ts'
import { listSize } from './lists.ts'
import type {
  DeliverySettingsInput,
  MutationResolvers,
  QueryResolvers,
  Resolvers,
} from './resolvers.generated.ts'

export const deliveryQueries: Pick<
  QueryResolvers,
  | 'deliveryPlatforms'
  | 'deliveryPlatform'
  | 'deliveries'
  | 'delivery'
  | 'disclosures'
  | 'deliveryCounts'
  | 'givenUpDeliveries'
> = {
  deliveryPlatforms: (_, __, { grant, services }) =>
    services.awareness.platforms.platforms(grant('oversee')),

  deliveryPlatform: (_, { platform }, { grant, services }) =>
    services.awareness.platforms.platform(grant('oversee'), platform),

  deliveries(_, { filter, first, after }, { grant, services }) {
    const { platform = null, states = null, record = null } = filter ?? {}
    const allowed = grant('oversee')
    const wanted = { platform, states, record }
    return services.awareness.deliveries.page(allowed, wanted, listSize(first), after ?? null)
  },

  delivery: (_, { id }, { grant, services }) =>
    services.awareness.deliveries.byId(grant('oversee'), id),

  disclosures(_, { platform, record, first, after }, { grant, services }) {
    const { deliveries } = services.awareness
    const [size, behind] = [listSize(first), after ?? null]
    return deliveries.disclosures(grant('oversee'), platform, record ?? null, size, behind)
  },

  deliveryCounts: (_, __, { grant, services }) =>
    services.awareness.platforms.counts(grant('oversee')),

  async givenUpDeliveries(_, __, { grant, services }) {
    const rows = await services.awareness.platforms.givenUp(grant('oversee'))
    return rows.map((row) => ({ ...row, since: row.since.toISOString() }))
  },
}

/** What the mutations refuse with, beside `errors`. */
const changing = <R>(refused: R) =>
  ({ operation: 'administer', failure: 'UPDATE_FAILED', refused }) as const

export const deliveryMutations: Pick<
  MutationResolvers,
  | 'replayDelivery'
  | 'replayDeliveries'
  | 'changeDeliverySettings'
  | 'makeDeliverySecret'
  | 'removeDeliverySecret'
  | 'sendTestPacket'
> = {
  replayDelivery: (_, { id }, context) =>
    attempt(context, changing({ delivery: null }), async (grant) => {
      const { control, deliveries } = context.services.awareness
      await control.replay(grant, id)
      return { delivery: await deliveries.byId(grant, id) }
    }),

  replayDeliveries: (_, { platform, since }, context) =>
    attempt(context, changing({ count: 0 }), async (grant) => ({
      count: await context.services.awareness.control.replaySince(grant, platform, since),
    })),

  changeDeliverySettings: (_, { platform, changes }, context) =>
    attempt(context, changing({ platform: null }), async (grant) => {
      await context.services.awareness.control.change(grant, platform, readChanges(changes))
      return { platform: await viewOf(context, grant, platform) }
    }),

  makeDeliverySecret: (_, { platform }, context) =>
    attempt(context, changing({ secret: null, platform: null }), async (grant) => {
      const secret = await context.services.awareness.control.makeSecret(grant, platform)
      return { secret, platform: await viewOf(context, grant, platform) }
    }),

  removeDeliverySecret: (_, { platform }, context) =>
    attempt(context, changing({ platform: null }), async (grant) => {
      await context.services.awareness.control.removeSecret(grant, platform)
      return { platform: await viewOf(context, grant, platform) }
    }),

  sendTestPacket: (_, { platform }, context) =>
    attempt(context, changing({ attempt: null }), async (grant) => {
      const tried = await context.services.awareness.control.test(grant, platform)
      return { attempt: { ...tried, ...errorParts(tried.error), at: tried.at.toISOString() } }
    }),
}

function viewOf(
  { services }: GraphQLContext,
  grant: Grant<'administer'>,
  platform: string,
): Promise<PlatformView | null> {
  return services.awareness.platforms.platform(grant, platform)
}

function errorParts(error: AttemptError | null) {
  return {
    error: error?.text ?? null,
    errorCode: error?.code ?? null,
    errorDetail: error?.detail ?? null,
  }
}

/** What is not given stays; a setting can't be null. */
function readChanges({ allOntologies, ontologies, ...changes }: DeliverySettingsInput) {
  if (allOntologies === true) return { ...present(changes), ontologies: null }
  if (ontologies?.some((one) => one.includes('\0') || !one.isWellFormed())) {
    throw new RequestError('INVALID_INPUT', 'This is no type.', 'ontologies')
  }
  return { ...present(changes), ...(ontologies != null && { ontologies: [...ontologies] }) }
}

function present(changes: Omit<DeliverySettingsInput, 'allOntologies' | 'ontologies'>) {
  const { paused, mode, deletes, privateAddresses } = changes
  return {
    ...{ paused: paused ?? undefined, mode: mode ?? undefined, deletes: deletes ?? undefined },
    privateAddresses: privateAddresses ?? undefined,
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

export const deliveryTypes: Pick<
  Resolvers,
  'DeliveryPlatform' | 'Delivery' | 'DeliveryAttempt' | 'Disclosure'
> = {
  DeliveryPlatform: {
    backlogSince: ({ backlogSince }: PlatformView) => iso(backlogSince),
    lastSuccessAt: ({ lastSuccessAt }) => iso(lastSuccessAt),
    lastFailureAt: ({ lastFailureAt }) => iso(lastFailureAt),
    failingSince: ({ failingSince }) => iso(failingSince),
    nextTryAt: ({ nextTryAt }) => iso(nextTryAt),
    subscription: ({ subscription }) =>
      subscription === null
        ? null
        : { ...subscription, ontologies: subscription.ontologies?.slice() ?? null },
    settings: ({ paused, ontologies, mode, deletes, privateAddresses, hasSecret }) => ({
      ...{ paused, ontologies, mode, deletes, privateAddresses, hasSecret },
    }),
  },

  Delivery: {
    id: ({ platform, metaEnvelopeId }: StoredDelivery) => deliveryIdOf(platform, metaEnvelopeId),
    state: ({ state, isAway }) => (isAway ? 'sending' : state),
    changedAt: ({ changedAt }) => changedAt.toISOString(),
    attemptCount: ({ attempts }) => attempts,
    nextTryAt: ({ state, isAway, dueAt }) => (state === 'waiting' && !isAway ? iso(dueAt) : null),
    deliveredAt: ({ deliveredAt }) => iso(deliveredAt),
    attempts: (delivery, _, { grant, services }) =>
      services.awareness.deliveries.attempts(grant('oversee'), delivery),
    async payload(delivery, _, { grant, services }) {
      const allowed = grant('oversee')
      const [last] = await services.awareness.deliveries.attempts(allowed, delivery)
      return services.awareness.payload(allowed, delivery, last)
    },
  },

  DeliveryAttempt: {
    id: ({ attemptId }: StoredAttempt) => attemptId,
    at: ({ at }) => at.toISOString(),
  },

  Disclosure: {
    id: ({ platform, sequence }: Disclosure) => `${sequence}|${platform}`,
    at: ({ at }) => at.toISOString(),
    mode: ({ mode }) => (mode === 'reference' ? 'reference' : 'value'),
    isDeletion: ({ mode }) => mode === 'deletion',
  },
}

/** Which platforms have deliveries that changed, for the window to ask anew. */
export async function* deliveriesChanged(_: unknown, __: unknown, context: GraphQLContext) {
  const { ename } = context.grant('oversee')
  for await (const platforms of context.services.awareness.subscribe(ename)) {
    yield { deliveriesChanged: platforms }
  }
}
