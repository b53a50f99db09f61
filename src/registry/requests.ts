import { setTimeout as delay } from 'node:timers/promises'
import { RegistryError } from './errors.ts'
import { timeoutSignal } from './timeout.ts'

const TRIES = 3
const FIRST_DELAY_MS = 150
const longestWords = 200

/** Where a registry is and how to talk to it. */
export interface RegistryAddress {
  /** Base URL, http or https, without credentials. */
  readonly url: string
  /** The registry's shared secret, for the calls that need it. */
  readonly secret?: string
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Time limit for one call, all tries and the answer included, in milliseconds. 5000 when left
   * out. */
  readonly timeoutMs?: number
  /** Milliseconds since the epoch: how old answers are. */
  readonly now?: () => number
}

/** One call. `path` is relative to the base URL. */
export interface RegistryRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  /** What the registry is asked to do, completing "The registry refused to …". */
  readonly purpose: string
  readonly body?: Readonly<Record<string, string>>
  readonly withSecret?: boolean
}

export interface RegistryAnswer {
  readonly status: number
  /** Parsed JSON, undefined when the answer was none. */
  readonly body: unknown
  /** For how many seconds from now the registry lets the answer be kept, null where it does not
   * say. */
  readonly keepSeconds: number | null
  /** What it said about an error, for people; null where it said nothing, or repeated the secret. */
  readonly words: string | null
}

/**
 * Sends a request and returns the answer whatever its status. What only reads is tried up to three
 * times while the registry cannot be reached or answers with a status of 500 or more, after
 * random delays and within the one time limit. Throws UNREACHABLE.
 */
export type SendRequest = (request: RegistryRequest) => Promise<RegistryAnswer>

/**
 * Binds an address to a function that sends requests to it.
 * Throws a TypeError when the URL is not one of http or https, or carries credentials, or when
 * the secret holds anything but printable ASCII.
 */
export function requestSender(address: RegistryAddress): SendRequest {
  const base = baseUrl(address.url)
  // Left to `fetch`, the complaint about such a header would quote the secret.
  if (address.secret && !/^[\x21-\x7e]+$/.test(address.secret)) {
    throw new TypeError('The shared secret of the registry must be printable ASCII, without spaces')
  }
  const timeoutMs = address.timeoutMs ?? 5000
  return async (request) => {
    const deadline = performance.now() + timeoutMs
    for (let tried = 1; ; tried += 1) {
      const outcome = await sendOnce({ address, base, timeoutMs, deadline }, request)
      // Full jitter: many who lost the registry at once do not come back at once.
      const waitMs = Math.random() * FIRST_DELAY_MS * 2 ** tried
      const isLast = tried === TRIES || performance.now() + waitMs >= deadline
      if (request.method === 'GET' && !isLast && isWorthAnotherTry(outcome)) await delay(waitMs)
      else if (outcome instanceof RegistryError) throw outcome
      else return outcome
    }
  }
}

interface Sending {
  readonly address: RegistryAddress
  readonly base: URL
  readonly timeoutMs: number
  /** On the clock of `performance.now`. */
  readonly deadline: number
}

async function sendOnce(
  { address, base, timeoutMs, deadline }: Sending,
  request: RegistryRequest,
): Promise<RegistryAnswer | RegistryError> {
  const headers = new Headers({ accept: 'application/json' })
  if (request.body) headers.set('content-type', 'application/json')
  if (request.withSecret) headers.set('authorization', `Bearer ${secretFor(address, request)}`)
  try {
    const response = await (address.fetch ?? fetch)(new URL(request.path, base), {
      method: request.method,
      headers,
      body: request.body ? JSON.stringify(request.body) : null,
      // A redirected write would lose its body, or carry the secret to somebody else.
      redirect: request.method === 'GET' ? 'follow' : 'error',
      signal: timeoutSignal(Math.max(1, Math.ceil(deadline - performance.now()))),
    })
    const { status } = response
    const keepSeconds = keptFor(response.headers)
    const body = parseJson(await response.text())
    const words = status >= 400 ? wordsIn(body, address.secret) : null
    return { status, body, keepSeconds, words }
  } catch (cause) {
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
    return new RegistryError(
      'UNREACHABLE',
      timedOut
        ? `The registry at ${base.host} did not answer within ${timeoutMs / 1000} s`
        : `The registry at ${base.host} cannot be reached`,
      { cause },
    )
  }
}

function isWorthAnotherTry(outcome: RegistryAnswer | RegistryError): boolean {
  if (!(outcome instanceof RegistryError)) return outcome.status >= 500
  // Aborted: whoever asked is closing.
  return !(outcome.cause instanceof Error && outcome.cause.name === 'AbortError')
}

/** `Cache-Control` and `Age` of an answer: RFC 9111, 4.2. */
function keptFor(headers: Headers): number | null {
  const directives = (headers.get('cache-control') ?? '').toLowerCase().split(/\s*,\s*/)
  if (directives.includes('no-store') || directives.includes('no-cache')) return 0
  const [, seconds] = directives.map((text) => /^max-age=(\d+)$/.exec(text)).find(Boolean) ?? []
  if (seconds === undefined) return null
  return Math.max(0, Number(seconds) - (Number(headers.get('age')) || 0))
}

/** The body of a good answer. Throws REFUSED on an error status. */
export function acceptedBody(request: RegistryRequest, answer: RegistryAnswer): unknown {
  if (isAccepted(answer)) return answer.body
  throw refusal(request, answer)
}

/** What an error status means, as REFUSED. */
export function refusal(request: RegistryRequest, answer: RegistryAnswer): RegistryError {
  const { status, words } = answer
  const isSecretWrong = request.withSecret && (status === 401 || status === 403)
  const cause = isSecretWrong
    ? `it does not accept our shared secret (status ${status})`
    : `it answered with status ${status}`
  const said = words === null ? '' : `. It said: “${words}”`
  return new RegistryError('REFUSED', `The registry refused to ${request.purpose}: ${cause}${said}`)
}

/** Of an answer `{error}` or `{message}`, what can be shown. */
function wordsIn(body: unknown, secret: string | undefined): string | null {
  const { error, message } = (body ?? {}) as { error?: unknown; message?: unknown }
  const words = [error, message].find((text): text is string => typeof text === 'string')
  // It may repeat what we sent.
  if (words === undefined || (secret && words.includes(secret))) return null
  const shown = words.replace(/[\p{C}\s]+/gu, ' ').trim()
  return shown === '' ? null : shown.slice(0, longestWords)
}

export function isAccepted(answer: Pick<RegistryAnswer, 'status'>): boolean {
  return answer.status >= 200 && answer.status < 300
}

function secretFor(address: RegistryAddress, request: RegistryRequest): string {
  if (address.secret) return address.secret
  throw new RegistryError(
    'REFUSED',
    `The registry cannot be asked to ${request.purpose}: no shared secret is configured`,
  )
}

function baseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new TypeError('The address of the registry must be an http or https URL')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return new URL(url.pathname, url.origin)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
