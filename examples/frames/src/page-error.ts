/** Why somebody does not get the page they asked for; the message is for them. */
export class PageError extends Error {
  override readonly name = 'PageError'

  constructor(
    readonly statusCode: 400 | 403 | 404 | 413 | 503,
    message: string,
  ) {
    super(message)
  }
}
