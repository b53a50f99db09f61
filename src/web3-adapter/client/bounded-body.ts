import type { Deadline } from './deadline.ts'

/** A body has more than it may have. */
export class TooLong extends Error {}

interface Bounds {
  readonly deadline: Deadline
  readonly longestBytes: number
  /** How long nothing may come while somebody waits for it; left out, the deadline stays as it is. */
  readonly silenceMs?: number
}

/**
 * The body of an answer as it comes, up to its bounds. It ends the deadline when it ends, and errors
 * with TooLong, or with the reason of the deadline's signal.
 */
export function boundedBody(
  body: ReadableStream<Uint8Array>,
  { deadline, longestBytes, silenceMs }: Bounds,
): ReadableStream<Uint8Array> {
  const { signal } = deadline
  const reader = body.getReader()
  let length = 0
  // Not left to fetch, whose own hold on the signal may be collected as garbage by now.
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop)
  const end = () => {
    signal.removeEventListener('abort', stop)
    deadline.end()
  }

  async function next(): Promise<Uint8Array | undefined> {
    if (silenceMs !== undefined) deadline.within(silenceMs)
    const { value } = await reader.read()
    if (silenceMs !== undefined) deadline.rest()
    signal.throwIfAborted()
    length += value?.length ?? 0
    if (length > longestBytes) throw new TooLong('The body is too long')
    return value
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const part = await next()
          if (part !== undefined) return controller.enqueue(part)
          end()
          controller.close()
        } catch (error) {
          end()
          stop()
          controller.error(signal.aborted ? signal.reason : error)
        }
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
