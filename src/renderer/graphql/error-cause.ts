import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import { callFailure } from '../call-failure.ts'
import { noAnswer, vaultWords } from '../components/vault-words.ts'

/** Why a request or a call failed, in words for the owner. */
export function errorCause(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    return error.errors
      .map(({ message, extensions }) => vaultWords({ message, code: codeOf(extensions) }))
      .join(' ')
  }
  if (ServerError.is(error)) return noAnswer.status(error.statusCode)
  // What fetch rejects with when nothing listens there.
  if (error instanceof TypeError) return noAnswer.unreached()
  return callFailure(error)
}

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): string | null {
  const { code } = extensions ?? {}
  return typeof code === 'string' ? code : null
}
