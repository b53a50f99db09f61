import type { ReachableSpan } from '../reach/reach.ts'
import type { QueryResolvers, ReachableSpan as ReachableSpanAnswer } from './resolvers.generated.ts'

export const reachQueries: Pick<QueryResolvers, 'reach'> = {
  async reach(_, __, { grant, services }) {
    const allowed = grant('oversee')
    const { registryUrl } = services.overview()
    const { isPublic, own: ownRegistry } = services.registryStanding
    const told = services.tenants.of(allowed.ename)?.certification
    const seen = isPublic ? ownRegistry?.seen : undefined
    const { registered } = seen ?? told ?? { registered: null }
    const problem = told?.problem ?? seen?.problem ?? null
    return {
      registration: {
        ...{ registryUrl, isPublic, ownRegistry },
        uri: registered?.uri ?? null,
        confirmedAt: registered?.at.toISOString() ?? null,
        problem: problem?.code ?? null,
        problemDetail: problem?.message ?? null,
      },
      spans: (await services.reach.spans(allowed)).map(describe),
    }
  },
}

function describe({ spanId: id, cause, ...span }: ReachableSpan): ReachableSpanAnswer {
  return {
    ...{ id, publicUrl: span.publicUrl, provider: span.provider },
    since: span.since.toISOString(),
    provenAt: span.provenAt.toISOString(),
    endedAt: span.endedAt?.toISOString() ?? null,
    causeCode: cause?.code ?? null,
    causeParameters: cause?.parameters ?? null,
    missed: span.missed,
    missedAt: span.missedAt?.toISOString() ?? null,
  }
}
