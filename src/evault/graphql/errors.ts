import { GraphQLError } from 'graphql'
import type { Grant, Operation } from '../access/authorise.ts'
import { asRequestError, unexpectedMessage } from '../errors.ts'
import { type Log, logUnexpected } from '../log.ts'
import type { GraphQLContext } from './context.ts'
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

/** What a mutation is, as far as its failures are concerned. */
interface Attempt<O extends Operation, R> {
  readonly operation: O
  /** The protocol's code for a failure nobody expected. Source: protocol §5. */
  readonly failure: string
  /** What the payload holds beside `errors` when it was refused. */
  readonly refused: R
  /** The record concerned, for the owner's access log. */
  readonly record?: string
}

/**
 * Runs a mutation whose payload carries `errors`: a refusal becomes an entry there. Anything
 * unknown is logged under an id and shown as that id.
 */
export async function attempt<O extends Operation, P, R>(
  context: GraphQLContext,
  { operation, failure, refused, record }: Attempt<O, R>,
  run: (grant: Grant<O>) => Promise<P>,
): Promise<(P & { errors: UserError[] }) | (R & { errors: UserError[] })> {
  let granted = false
  try {
    const grant = context.grant(operation)
    granted = true
    return { errors: [], ...(await run(grant)) }
  } catch (error) {
    const refusal = asRequestError(error)
    if (refusal === null) {
      const message = unexpectedMessage(logUnexpected(context.services.log, error))
      return { ...refused, errors: [{ field: null, message, code: failure }] }
    }
    if (granted) noteRefusal(context, operation, refusal, record ?? null)
    const { field, message, code } = refusal
    return { ...refused, errors: [{ field, message, code }] }
  }
}

/** Refusals of access are the owner's business; mistakes in the input are not. */
function noteRefusal(
  context: GraphQLContext,
  operation: Operation,
  refusal: Parameters<GraphQLContext['refused']>[1],
  record: string | null,
): void {
  const { code } = refusal
  if (code === 'NOT_FOUND' || code === 'FORBIDDEN') context.refused(operation, refusal, record)
}
