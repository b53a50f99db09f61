/**
 * - `UNREACHABLE`: no answer within the time limit.
 * - `REFUSED`: it answered with an error status.
 * - `BAD_ANSWER`: it answered with something the protocol does not say.
 * - `INVALID_TOKEN`: a token is not what it claims to be, expired, or signed by somebody else.
 */
export type RegistryErrorCode = 'UNREACHABLE' | 'REFUSED' | 'BAD_ANSWER' | 'INVALID_TOKEN'

/**
 * Why a token is INVALID_TOKEN, where that is known:
 * - `EXPIRED`: it is one of the registry's, but has ended.
 * - `UNKNOWN_ISSUER`: no key of the registry has signed it.
 * - `OTHER_KIND`: the registry issued it for something else.
 * - `OTHER_NAME`: it is a certificate about another eName.
 * - `NO_KEY`: it is a certificate for something that is no key.
 */
export type TokenProblem = 'EXPIRED' | 'UNKNOWN_ISSUER' | 'OTHER_KIND' | 'OTHER_NAME' | 'NO_KEY'

interface RegistryErrorOptions extends ErrorOptions {
  readonly problem?: TokenProblem
}

/** What goes wrong between us and a registry. The message is for people and holds no secret. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  /** Null for every other code than INVALID_TOKEN. */
  readonly problem: TokenProblem | null

  constructor(
    readonly code: RegistryErrorCode,
    message: string,
    options: RegistryErrorOptions = {},
  ) {
    super(message, options)
    this.problem = options.problem ?? null
  }
}
