import { type AttemptErrorCode, attemptError } from '../awareness/attempt-error.ts'
import type { PlatformSession } from '../sessions/sessions.ts'
import { attempt } from './errors.ts'
import type {
  MutationResolvers,
  PlatformSession as PlatformSessionAnswer,
  QueryResolvers,
} from './resolvers.generated.ts'

export const sessionQueries: Pick<QueryResolvers, 'platformSessions'> = {
  async platformSessions(_, __, { grant, services }) {
    return (await services.sessions.list(grant('oversee'))).map(describe)
  },
}

export const sessionMutations: MutationResolvers = {
  answerPlatform: (_, { uri }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'CREATE_FAILED', refused: { session: null } },
      async (grant) => ({ session: describe(await context.services.sessions.answer(grant, uri)) }),
    ),

  resendPlatformAnswer: (_, { id }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'UPDATE_FAILED', refused: { session: null } },
      async (grant) => ({ session: describe(await context.services.sessions.resend(grant, id)) }),
    ),
}

function describe(row: PlatformSession): PlatformSessionAnswer {
  const { ename: _, askId: id, askedAt, triedAt, errorCode: code, errorDetail, ...kept } = row
  const errorCode = code as AttemptErrorCode | null
  return {
    ...kept,
    ...{ id, host: new URL(row.redirect).host, errorCode, errorDetail },
    askedAt: askedAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
    error: errorCode && attemptError(errorCode, errorDetail).text,
  }
}
