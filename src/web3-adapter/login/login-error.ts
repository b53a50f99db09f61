/** Of the answer to the wallet. 400: it cannot be read; 401: the signature does not count; 404:
 * nobody offered this session; 409: it was answered before; 410: it has ended; 503: registry or
 * vault could not tell. */
export type LoginStatus = 400 | 401 | 404 | 409 | 410 | 503

/** Why nobody was logged in; the message is for people. */
export class LoginError extends Error {
  override readonly name = 'LoginError'

  constructor(
    readonly status: LoginStatus,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
