import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'

interface Call {
  readonly method?: string
  /** Sent as it is when it is text or bytes, otherwise as JSON. */
  readonly body?: unknown
  /** null leaves a header out that would be sent by itself. */
  readonly headers?: Readonly<Record<string, string | null>>
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly json: any
}

/** One HTTP request over node:http, because `fetch` sets `Host` and `Origin` as it likes. */
export function call(url: string, { method, body, headers = {} }: Call = {}): Promise<HttpAnswer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const content = body === undefined ? undefined : isRaw ? body : JSON.stringify(body)
  const present = Object.entries({
    ...(content !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  }).filter((entry): entry is [string, string] => entry[1] !== null)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      {
        method: method ?? (content === undefined ? 'GET' : 'POST'),
        headers: Object.fromEntries(present),
        agent: false,
      },
      async (answer) => {
        try {
          const text = (await answer.setEncoding('utf8').toArray()).join('')
          const { statusCode: status = 0, headers } = answer
          resolve({ status, headers, text, json: parse(text) })
        } catch (error) {
          reject(error)
        }
      },
    )
    outgoing.on('error', reject)
    outgoing.end(content)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
