/** The owner's live changes, as the window receives them. */
export interface ChangeStream extends AsyncDisposable {
  /** The next change, or null when the vault ended the stream. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  next(): Promise<any>
}

const query = `subscription {
  metaEnvelopeChanged { kind id ontology metaEnvelope { id parsed acl } }
}`

/** Opens `metaEnvelopeChanged` over server-sent events; resolves once the vault answers. */
export async function openChangeStream(owner: {
  readonly url: string
  readonly token: string
}): Promise<ChangeStream> {
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
  const events = readEvents(response.body)
  return {
    async next() {
      const { done, value } = await events.next()
      return done ? null : value.data.metaEnvelopeChanged
    },
    async [Symbol.asyncDispose]() {
      end.abort()
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<any> {
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
