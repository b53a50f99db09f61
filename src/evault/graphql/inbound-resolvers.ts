import { type InboundRequest, mostKept } from '../inbound/inbound-log.ts'
import { listSizeUpTo } from './lists.ts'
import type { QueryResolvers, Resolvers, SubscriptionResolvers } from './resolvers.generated.ts'

export const inboundQueries: Pick<QueryResolvers, 'inboundRequests'> = {
  inboundRequests(_, { first }, { grant, services }) {
    grant('oversee')
    return [...services.inbound.newest(listSizeUpTo(mostKept, first))]
  },
}

export const inboundSubscriptions: Pick<SubscriptionResolvers, 'inboundRequests'> = {
  inboundRequests: {
    async *subscribe(_: unknown, __: unknown, { grant, services }) {
      grant('oversee')
      for await (const { requests, leftOut } of services.inbound.subscribe()) {
        yield { inboundRequests: { requests: [...requests], leftOut } }
      }
    },
  },
}

export const inboundTypes: Pick<Resolvers, 'InboundRequest'> = {
  InboundRequest: {
    id: ({ id }: InboundRequest) => String(id),
    timestamp: ({ at }: InboundRequest) => new Date(at).toISOString(),
    callerName: ({ caller }: InboundRequest) =>
      /^(?:platform|person) (.+)$/s.exec(caller ?? '')?.[1] ?? null,
  },
}
