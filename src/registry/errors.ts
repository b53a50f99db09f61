/**
 * - `UNREACHABLE`: no answer within the time limit.
 * - `REFUSED`: it answered with an error status.
 * - `BAD_ANSWER`: it answered with something the protocol does not say.
 * - `INVALID_TOKEN`: a token is not what it claims to be, expired, or signed by somebody else.
 */
export type RegistryErrorCode = 'UNREACHABLE' | 'REFUSED' | 'BAD_ANSWER' | 'INVALID_TOKEN'

/** What goes wrong between us and a registry. The message is for people and holds no secret. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'

  constructor(
    readonly code: RegistryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
