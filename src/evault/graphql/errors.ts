import { GraphQLError } from 'graphql'
import { asRequestError, unexpectedMessage } from '../errors.ts'
import { type Log, logUnexpected } from '../log.ts'
import type { UserError } from './resolvers.generated.ts'

/**
 * The one map from errors to the wire. Refusals go out as they are; anything unknown is
 * logged under an id, and only the id is shown.
 */
export function createErrorMask(log: Log) {
  return (error: unknown): GraphQLError => {
    const cause = error instanceof GraphQLError ? error.originalError : error
    const isTold = cause == null || cause instanceof GraphQLError
    if (error instanceof GraphQLError && isTold) return error
    const place = error instanceof GraphQLError ? pick(error) : {}
    const refusal = asRequestError(cause)
    if (refusal !== null) {
      return new GraphQLError(refusal.message, { ...place, extensions: { code: refusal.code } })
    }
    const errorId = logUnexpected(log, cause)
    return new GraphQLError(unexpectedMessage(errorId), {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    })
  }
}

function pick({ nodes, path }: GraphQLError) {
  return { ...(nodes && { nodes }), ...(path && { path }) }
}

/**
 * Runs a mutation whose payload carries `errors`: a refusal becomes an entry there, beside
 * what the payload holds then.
 */
export async function withUserErrors<P, R>(
  refused: R,
  run: () => Promise<P>,
): Promise<(P & { errors: [] }) | (R & { errors: UserError[] })> {
  try {
    return { ...(await run()), errors: [] }
  } catch (error) {
    const refusal = asRequestError(error)
    if (refusal === null) throw error
    const { field, message, code } = refusal
    return { ...refused, errors: [{ field, message, code }] }
  }
}
