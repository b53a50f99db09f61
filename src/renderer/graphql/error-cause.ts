import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'

/** Why a request failed, in words for the owner. */
export function errorCause(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(({ message }) => message).join(' ')
  if (ServerError.is(error)) return `The vault answered with status ${error.statusCode}.`
  // What fetch rejects with when nothing listens there.
  if (error instanceof TypeError) return 'The vault did not answer.'
  return error instanceof Error ? error.message : String(error)
}
