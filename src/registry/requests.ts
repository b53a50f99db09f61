import { RegistryError } from './errors.ts'

/** Where a registry is and how to talk to it. */
export interface RegistryAddress {
  /** Base URL, http or https, without credentials. */
  readonly url: string
  /** The registry's shared secret, for the calls that need it. */
  readonly secret?: string
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Time limit for one call, answer included, in milliseconds. 5000 when left out. */
  readonly timeoutMs?: number
}

/** One call. `path` is relative to the base URL. */
export interface RegistryRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
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
}

/** Sends a request and returns the answer whatever its status. Throws UNREACHABLE. */
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
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, body: parseJson(await response.text()) }
    } catch (cause) {
      const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
      throw new RegistryError(
        'UNREACHABLE',
        timedOut
          ? `The registry at ${base.host} did not answer within ${timeoutMs / 1000} s`
          : `The registry at ${base.host} cannot be reached`,
        { cause },
      )
    }
  }
}

/** The body of a good answer. Throws REFUSED on an error status. */
export function acceptedBody(request: RegistryRequest, answer: RegistryAnswer): unknown {
  if (isAccepted(answer)) return answer.body
  // The registry's own words stay out: they may repeat what we sent, secret included.
  const cause =
    answer.status === 401 || answer.status === 403
      ? 'it does not accept our shared secret'
      : `it answered with status ${answer.status}`
  throw new RegistryError('REFUSED', `The registry refused to ${request.purpose}: ${cause}`)
}

export function isAccepted(answer: RegistryAnswer): boolean {
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
