import { type AgentOptions, Agent as HttpAgent, type IncomingMessage, request } from 'node:http'
import { Agent as HttpsAgent, request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import { timeoutSignal } from '../../registry/timeout.ts'
import { isPermitted, type Permitted, permittedLookup } from './addresses.ts'
import { type AttemptError, type AttemptErrorCode, attemptError } from './attempt-error.ts'
import { readRetryAfter } from './schedule.ts'

/** A packet on its way. */
export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly permitted: Permitted
}

/** What came of it. */
export interface Answer {
  /** Of HTTP; null where there was no whole answer. */
  readonly status: number | null
  readonly durationMs: number
  /** The beginning of what was answered, without control characters. */
  readonly response: string | null
  /** null for an answer. */
  readonly error: AttemptError | null
  /** Milliseconds; null where nothing was asked for. */
  readonly retryAfterMs: number | null
  /** Whether the other side may have what was sent. */
  readonly mayHaveIt: boolean
}

/**
 * Sends packets to addresses that others chose: no redirects, certificates verified, 5 s for all of
 * it, answers read to a bound, and connections to permitted addresses only. The address is checked
 * where the connection is made, so that a name can't mean another one in between.
 */
export interface Sender extends Disposable {
  /** Never rejects, but when the sender is disposed: nothing is known of the packet then. */
  post(post: Post): Promise<Answer>
}

/** Source: awareness seed, "Delivery". */
const timeoutMs = 5_000
const longestAnswerBytes = 16 * 1024
const longestExcerpt = 500
const idleMs = 30_000

type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent }

export function createSender(now: () => number): Sender {
  const agents = new Map<string, Agents>()
  const closing = new AbortController()

  /** Connections that were made under one permission are not used under another. */
  function agentsFor(permitted: Permitted): Agents {
    const key = JSON.stringify(permitted)
    const known = agents.get(key)
    if (known !== undefined) return known
    const options: AgentOptions & { lookup: LookupFunction } = {
      ...{ keepAlive: true, timeout: idleMs, lookup: permittedLookup(permitted) },
    }
    const made = {
      http: new HttpAgent(options),
      https: new HttpsAgent({ ...options, rejectUnauthorized: true }),
    }
    agents.set(key, made)
    return made
  }

  async function post(packet: Post): Promise<Answer> {
    const { url, permitted } = packet
    const { hostname, protocol } = new URL(url)
    const literal = hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !isPermitted(literal, permitted)) {
      return failure(attemptError('ADDRESS_NOT_ALLOWED'), 0)
    }
    const { http, https } = agentsFor(permitted)
    const open = protocol === 'https:' ? secureRequest : request
    const agent = protocol === 'https:' ? https : http
    const started = performance.now()
    const deadline = AbortSignal.any([closing.signal, timeoutSignal(timeoutMs)])
    for (let again = true; ; again = false) {
      const outcome = await exchange(packet, { open, agent, signal: deadline })
      closing.signal.throwIfAborted()
      // A connection that had been kept open was closed by the other side meanwhile.
      if (outcome === 'stale' && again) continue
      const durationMs = Math.round(performance.now() - started)
      if (outcome !== 'stale') return answerOf(outcome, durationMs)
      return failure(attemptError('CONNECTION_CLOSED'), durationMs)
    }
  }

  function answerOf(outcome: Exchange, durationMs: number): Answer {
    if ('failure' in outcome) return { ...outcome.failure, durationMs }
    const { status, text, retryAfter } = outcome
    return {
      ...{ status, durationMs, response: excerpt(text), error: null, mayHaveIt: true },
      retryAfterMs: readRetryAfter(retryAfter, now()),
    }
  }

  return {
    post,
    [Symbol.dispose]() {
      closing.abort()
      for (const { http, https } of agents.values()) {
        http.destroy()
        https.destroy()
      }
    },
  }
}

type Failure = Omit<Answer, 'durationMs'>
type Exchange =
  | { readonly failure: Failure }
  | { readonly status: number; readonly text: string; readonly retryAfter: string | undefined }

interface Way {
  readonly open: typeof request
  readonly agent: HttpAgent
  readonly signal: AbortSignal
}

/** One request. `stale`: the connection was kept from before, and is gone. */
function exchange({ url, headers, body }: Post, way: Way): Promise<Exchange | 'stale'> {
  const { open, agent, signal } = way
  return new Promise((resolve) => {
    let connected = false
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const options = { method: 'POST', agent, signal, headers: { ...headers, ...length } }
    const outgoing = open(url, options, (answer) => {
      readText(answer).then(
        (text) => {
          const { statusCode: status = 0, headers } = answer
          resolve({ status, text, retryAfter: headers['retry-after'] })
        },
        (error) => resolve({ failure: explained(error, true) }),
      )
    })
    // Nobody asked for another protocol; Node says nothing more of such a connection.
    outgoing.on('upgrade', ({ statusCode: status = 0 }, socket) => {
      socket.destroy()
      resolve({ status, text: '', retryAfter: undefined })
    })
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) connected = true
      else socket.once('connect', () => (connected = true))
    })
    outgoing.on('error', (error) => {
      const { code } = error as NodeJS.ErrnoException
      const isStale = outgoing.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')
      resolve(isStale ? 'stale' : { failure: explained(error, connected) })
    })
    outgoing.end(body)
  })
}

/** An answer as far as it is of interest; one that is longer is cut off with its connection. */
async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > longestAnswerBytes) break
  }
  return Buffer.concat(chunks).subarray(0, longestAnswerBytes).toString('utf8')
}

function excerpt(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return plain.slice(0, longestExcerpt).toWellFormed()
}

const known: Readonly<Record<string, AttemptErrorCode>> = {
  EADDRESS: 'ADDRESS_NOT_ALLOWED',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ECONNRESET: 'CONNECTION_CLOSED',
  EPIPE: 'CONNECTION_CLOSED',
  ENOTFOUND: 'NAME_UNKNOWN',
  EAI_AGAIN: 'NAME_UNKNOWN',
  EHOSTUNREACH: 'NO_WAY_THERE',
  ENETUNREACH: 'NO_WAY_THERE',
}

function explained(error: unknown, mayHaveIt: boolean): Failure {
  const { code = 'unknown', name } = error as { code?: string; name?: string }
  if (name === 'AbortError' || name === 'TimeoutError') {
    return failed(attemptError('TIMED_OUT', timeoutMs / 1_000), mayHaveIt)
  }
  const meaning = known[code]
  if (meaning !== undefined) return failed(attemptError(meaning), mayHaveIt)
  if (/CERT|TLS|SSL|ALTNAME/.test(code)) {
    return failed(attemptError('CERTIFICATE_INVALID', code), false)
  }
  return failed(attemptError('NO_HTTP', code), mayHaveIt)
}

function failed(error: AttemptError, mayHaveIt: boolean): Failure {
  return { status: null, response: null, error, retryAfterMs: null, mayHaveIt }
}

function failure(error: AttemptError, durationMs: number): Answer {
  return { ...failed(error, false), durationMs }
}
