/** What the vault tells its owner, as the window receives it. */
export interface EventStream extends AsyncDisposable {
  /** The next event, or null when the vault ended the stream. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  next(): Promise<any>
}

const query = `subscription {
  metaEnvelopeChanged { kind id ontology metaEnvelope { id parsed acl } }
}`

interface OwnerAccess {
  readonly url: string
  readonly token: string
}

/** Opens `metaEnvelopeChanged` over server-sent events; resolves once the vault answers. */
export function openChangeStream(owner: OwnerAccess): Promise<EventStream> {
  return openEventStream(owner, query)
}

/** The same for any subscription of one field. */
export async function openEventStream(owner: OwnerAccess, query: string): Promise<EventStream> {
  const end = new AbortController()
  const response = await fetch(owner.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${owner.token}`,
    },
    body: JSON.stringify({ query }),
    signal: end.signal,
  })
  if (!response.ok || response.body === null) throw new Error(`no stream: ${response.status}`)
  // Its reader is taken at once: fetch ends a body that nobody reads yet when it collects garbage.
  const events = readEvents(response.body.values())
  return {
    async next() {
      const { done, value } = await events.next()
      return done ? null : Object.values(value.data)[0]
    },
    async [Symbol.asyncDispose]() {
      end.abort()
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<any> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: ?(.+)$/m.exec(event)?.[1]
      if (/^event: ?next$/m.test(event) && data !== undefined) yield JSON.parse(data)
    }
  }
}
