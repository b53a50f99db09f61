import { normalisePlatform } from '../access/platform-name.ts'
import type { LogFilter } from '../log/filter.ts'
import type { Visitor } from '../log/visitors.ts'
import type { GraphQLContext } from './context.ts'
import { listSize, version } from './lists.ts'
import type {
  QueryResolvers,
  Resolvers,
  SubscriptionResolvers,
  VisitorKind,
} from './resolvers.generated.ts'
import { spellingsOf } from './spellings.ts'

export const activityQueries: Pick<
  QueryResolvers,
  'operationLog' | 'accessLog' | 'activityByDay' | 'visitors' | 'visitor'
> = {
  async operationLog(_, { filter, first, after }, context) {
    const { grant, services } = context
    const allowed = grant('oversee')
    const narrowed = await inEachSpelling(filter ?? {}, context)
    const page = services.logReader.page(allowed, listSize(first), after ?? null, narrowed)
    const { entries, nextCursor } = await page
    return {
      entries: entries.map(({ at, ...entry }) => ({ ...entry, timestamp: at.toISOString() })),
      nextCursor,
    }
  },

  async accessLog(_, { filter, first, after }, context) {
    const { grant, services } = context
    const allowed = grant('oversee')
    const older = version(after)
    const narrowed = await inEachSpelling(filter ?? {}, context)
    const entries = await services.accessLog.list(allowed, listSize(first), older, narrowed)
    return entries.map(({ entryId, at, ...entry }) => ({
      ...entry,
      id: entryId,
      timestamp: at.toISOString(),
    }))
  },

  async activityByDay(_, { days, offsetMinutes }, { grant, services }) {
    const allowed = grant('oversee')
    await services.accessLog.written()
    return services.activity.byDay(allowed, days ?? 30, offsetMinutes ?? 0)
  },

  async visitors(_, __, { grant, services }) {
    const allowed = grant('oversee')
    await services.accessLog.written()
    return services.visitors.list(allowed)
  },

  async visitor(_, { caller }, { grant, services }) {
    const allowed = grant('oversee')
    await services.accessLog.written()
    return services.visitors.get(allowed, caller)
  },
}

/** A filter by a platform, for every spelling it came in: the logs have each as it was. */
async function inEachSpelling(filter: LogFilter, context: GraphQLContext): Promise<LogFilter> {
  const { caller, ...others } = filter
  if (caller == null) return filter
  const spellings = await spellingsOf(caller, context)
  // One name is found by its index, in the order of the log.
  if (spellings.length === 1) return { ...others, caller: spellings[0] ?? caller }
  return { ...others, callers: spellings }
}

export const activitySubscriptions: Pick<SubscriptionResolvers, 'visited'> = {
  visited: {
    async *subscribe(_: unknown, __: unknown, { grant, services }) {
      const { ename } = grant('oversee')
      for await (const visited of services.visits.subscribe(ename)) yield { visited }
    },
  },
}

const visitor = {
  kind: ({ caller }: Visitor) => parts(caller).kind,
  name: ({ caller }: Visitor) => parts(caller).name,
  spellings: ({ spellings }: Visitor) => [...spellings],
  firstSeen: ({ firstSeen }: Visitor) => firstSeen.toISOString(),
  lastSeen: ({ lastSeen }: Visitor) => lastSeen.toISOString(),
  lastRefusal: ({ lastRefusal }: Visitor) =>
    lastRefusal && { ...lastRefusal, at: lastRefusal.at.toISOString() },
  consent({ caller }: Visitor, _: unknown, { grant, services }: GraphQLContext) {
    const { kind, name } = parts(caller)
    if (kind !== 'platform' || name === null) return null
    const platform = { platform: normalisePlatform(name), verified: true }
    return services.consents.of(grant('oversee').ename, platform)?.decision ?? null
  },
}

export const activityTypes: Pick<Resolvers, 'Visitor' | 'VisitorDetails'> = {
  Visitor: visitor,
  VisitorDetails: {
    ...visitor,
    types: (visited, _, { grant, services }) => services.visitors.types(grant('oversee'), visited),
  },
}

/** What the logs' line of a caller says (`describeCaller`). */
function parts(caller: string): { kind: VisitorKind; name: string | null } {
  if (caller.startsWith('platform ')) return { kind: 'platform', name: caller.slice(9) }
  if (caller.startsWith('person ')) return { kind: 'person', name: caller.slice(7) }
  return { kind: 'anonymous', name: null }
}
