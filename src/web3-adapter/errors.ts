/** The adapter can't go on as it was set up; the message says what to change. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError'
}
