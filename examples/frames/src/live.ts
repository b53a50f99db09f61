import type { ServerResponse } from 'node:http'

export type Live = ReturnType<typeof createLive>

const mostStreams = 500

/** Tells open pages that there is something new; they ask for it themselves. */
export function createLive() {
  const streams = new Set<ServerResponse>()
  const send = (line: string) => {
    for (const stream of streams) stream.write(line)
  }
  // What stands between may close a connection that says nothing.
  const beat = setInterval(() => send(':\n\n'), 25_000).unref()

  return {
    announce: () => send('data: changed\n\n'),

    /** Server-Sent Events from here on. */
    add(stream: ServerResponse) {
      if (streams.size >= mostStreams) return void stream.writeHead(503).end()
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      stream.write('retry: 3000\n\n')
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
    },

    close() {
      clearInterval(beat)
      for (const stream of streams) stream.end()
    },
  }
}
