export type Live = ReturnType<typeof createLive>

const mostStreams = 500
/** Lines that a page may leave unread. */
const mostUnread = 50

/** Tells open pages that there is something new; they ask for it themselves. */
export function createLive() {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const bytes = new TextEncoder()
  const send = (line: string) => {
    for (const stream of streams) {
      if ((stream.desiredSize ?? 0) > 0) stream.enqueue(bytes.encode(line))
      else end(stream)
    }
  }
  const end = (stream: ReadableStreamDefaultController<Uint8Array>) => {
    if (streams.delete(stream)) stream.close()
  }
  // What stands between may close a connection that says nothing.
  const beat = setInterval(() => send(':\n\n'), 25_000).unref()

  return {
    announce: () => send('data: changed\n\n'),

    /** Server-Sent Events; null where too many listen already. */
    open(): ReadableStream<Uint8Array> | null {
      if (streams.size >= mostStreams) return null
      let own: ReadableStreamDefaultController<Uint8Array>
      const source: UnderlyingDefaultSource<Uint8Array> = {
        start(stream) {
          own = stream
          streams.add(stream)
          stream.enqueue(bytes.encode('retry: 3000\n\n'))
        },
        cancel: () => void streams.delete(own),
      }
      return new ReadableStream(source, { highWaterMark: mostUnread })
    },

    close() {
      clearInterval(beat)
      for (const stream of streams) end(stream)
    },
  }
}
