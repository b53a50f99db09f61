/**
 * A signal that is aborted after so many milliseconds. In Node 20 an `AbortSignal.timeout` that is
 * only part of an `AbortSignal.any` is forgotten when memory is collected, and never ends anything.
 */
export function timeoutSignal(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  const end = () => controller.abort(new DOMException('It took too long', 'TimeoutError'))
  setTimeout(end, milliseconds).unref()
  return controller.signal
}
