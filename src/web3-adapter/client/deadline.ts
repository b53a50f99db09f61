/** Ends one request: when its time is over, or when the client is closed. */
export interface Deadline {
  readonly signal: AbortSignal
  /** From now it has so many milliseconds, whatever it had before. */
  within(milliseconds: number): void
  /** From now it has all the time there is. */
  rest(): void
  /** The request is over. */
  end(): void
}

/**
 * Makes a deadline that has not begun. Not made of `AbortSignal.timeout` and `AbortSignal.any`,
 * which Node 20 forgets when memory is collected (src/registry/timeout.ts).
 * @param closing of the client
 */
export function createDeadline(closing: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const close = () => controller.abort(closing?.reason)
  closing?.addEventListener('abort', close)
  if (closing?.aborted) close()
  return {
    signal: controller.signal,
    within(milliseconds) {
      clearTimeout(timer)
      const late = () => controller.abort(new DOMException('It took too long', 'TimeoutError'))
      timer = setTimeout(late, milliseconds)
    },
    rest: () => clearTimeout(timer),
    end() {
      clearTimeout(timer)
      closing?.removeEventListener('abort', close)
    },
  }
}
