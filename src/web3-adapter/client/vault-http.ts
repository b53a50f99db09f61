import { boundedBody, TooLong } from './bounded-body.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { VaultError } from './vault-error.ts'

const usualTimeMs = 10_000
const silenceMs = 30_000
const longestJsonBytes = 32 * 1024 * 1024
const largestFileBytes = 250 * 1024 * 1024
const longestComplaintBytes = 64 * 1024
const longestPauseMs = 86_400_000

/** One request of a vault. Redirects are not followed. */
export interface HttpRequest {
  readonly url: URL
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Until the whole answer is there, or of a file its beginning; 10 s when left out. */
  readonly timeMs?: number
}

/** An answer that was read. */
export interface JsonAnswer {
  readonly status: number
  /** undefined where it was no JSON. */
  readonly json: unknown
  /** What `Retry-After` asks for. */
  readonly retryAfterMs: number | null
}

/** Requests of bounded size and time. Throws VaultError `UNREACHABLE`, `TOO_LARGE`, `ABORTED`. */
export interface VaultHttp {
  json(request: HttpRequest): Promise<JsonAnswer>
  /** The answer's body is still to be read, or to be cancelled: at most 250 MB, of a refusal 64 KiB,
   * and no more than 30 s without a byte. */
  open(request: HttpRequest): Promise<Response>
}

interface Means {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Of the client. */
  readonly closing: AbortSignal | undefined
}

export function createVaultHttp({ fetch, now, closing }: Means): VaultHttp {
  async function begin(request: HttpRequest, deadline: Deadline): Promise<Response> {
    deadline.within(request.timeMs ?? usualTimeMs)
    deadline.signal.throwIfAborted()
    return fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      redirect: 'manual',
      signal: deadline.signal,
    })
  }

  async function run<T>(
    request: HttpRequest,
    work: (deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const deadline = createDeadline(closing)
    try {
      return await work(deadline)
    } catch (error) {
      deadline.end()
      throw explained(error, request, closing)
    }
  }

  return {
    json: (request) =>
      run(request, async (deadline) => {
        const response = await begin(request, deadline)
        const text = await readText(response, deadline)
        const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now())
        return { status: response.status, json: parse(text), retryAfterMs }
      }),
    open: (request) =>
      run(request, async (deadline) => {
        const { body, status, headers } = await begin(request, deadline)
        deadline.rest()
        if (body === null) deadline.end()
        const isGood = status >= 200 && status < 300
        const longestBytes = isGood ? largestFileBytes : longestComplaintBytes
        const bounds = { deadline, longestBytes, silenceMs }
        return new Response(body && boundedBody(body, bounds), { status, headers })
      }),
  }
}

async function readText({ body }: Response, deadline: Deadline): Promise<string> {
  if (body === null) {
    deadline.end()
    return ''
  }
  return new Response(boundedBody(body, { deadline, longestBytes: longestJsonBytes })).text()
}

function explained(
  error: unknown,
  { url: { host }, timeMs = usualTimeMs }: HttpRequest,
  closing: AbortSignal | undefined,
): VaultError {
  if (closing?.aborted) return aborted()
  if (error instanceof TooLong) {
    const limit = longestJsonBytes / 1024 / 1024
    const message = `The vault at ${host} answered with more than ${limit} MiB`
    return new VaultError('TOO_LARGE', message, { isFinal: true })
  }
  const isLate = error instanceof Error && error.name === 'TimeoutError'
  const problem = isLate
    ? `did not answer within ${Math.round(timeMs / 1000)} s`
    : 'cannot be reached'
  return new VaultError('UNREACHABLE', `The vault at ${host} ${problem}`, { cause: error })
}

/** What everything under way ends with when the client is closed. */
export function aborted(): VaultError {
  return new VaultError('ABORTED', 'The adapter was closed meanwhile')
}

/** In milliseconds from now, a day at most; null where it makes no sense. RFC 9110, 10.2.3. */
function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longestPauseMs)
}

/** What a text holds as JSON; undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
