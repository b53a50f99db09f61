import { RegistryError } from './errors.ts'
import { timeoutSignal } from './timeout.ts'

const TIMEOUT_MS = 5000
const LONGEST_BODY_BYTES = 64 * 1024

/** What is asked of somebody who may be hostile. */
export interface BoundedRequest {
  readonly fetch: typeof globalThis.fetch
  readonly url: string | URL
  readonly headers?: Readonly<Record<string, string>>
  /** Of the answer's body; 64 KiB when left out. */
  readonly longestBytes?: number
  /** Who is asked, beginning a sentence: "The vault". */
  readonly who: string
}

/**
 * Gets JSON from an address that somebody else chose: http or https without credentials, no
 * redirect, 5 s for all of it, a body of bounded length, of which not a byte more is waited for.
 * Throws a RegistryError: UNREACHABLE without an answer in time, REFUSED on an error status,
 * BAD_ANSWER when the address is of another kind or the body is too long or no JSON.
 */
export async function fetchBoundedJson({
  fetch,
  url: address,
  headers = {},
  longestBytes = LONGEST_BODY_BYTES,
  who,
}: BoundedRequest): Promise<unknown> {
  const url = webAddress(address)
  if (!url) throw new RegistryError('BAD_ANSWER', `${who} has no http or https address`)
  const signal = timeoutSignal(TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      redirect: 'error',
      signal,
    })
    if (!response.ok) {
      await response.body?.cancel()
      const problem = `answered with status ${response.status}`
      throw new RegistryError('REFUSED', `${who} at ${url.host} ${problem}`)
    }
    return parseJson(await readText(response, signal, longestBytes))
  } catch (cause) {
    throw cause instanceof RegistryError ? cause : explained(cause, `${who} at ${url.host}`)
  }
}

/** The address as a URL, null unless it is one of http or https that carries no credentials. */
export function webAddress(address: string | URL): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null
  return url
}

class Unreadable extends Error {}

function explained(cause: unknown, who: string): RegistryError {
  if (cause instanceof Unreadable) {
    return new RegistryError('BAD_ANSWER', `${who} ${cause.message}`, { cause })
  }
  const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
  const problem = timedOut ? `did not answer within ${TIMEOUT_MS / 1000} s` : 'cannot be reached'
  return new RegistryError('UNREACHABLE', `${who} ${problem}`, { cause })
}

async function readText(
  { body }: Response,
  signal: AbortSignal,
  longestBytes: number,
): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  // Not left to fetch, whose own hold on the signal may be collected as garbage by now.
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop)
  try {
    const chunks: Uint8Array[] = []
    let length = 0
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length
      if (length > longestBytes) {
        throw new Unreadable(`answered with more than ${longestBytes / 1024} KiB`)
      }
      chunks.push(part.value)
    }
    signal.throwIfAborted()
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    signal.removeEventListener('abort', stop)
    // Closes the connection of whoever has more to say.
    stop()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable('answered with something that is no JSON')
  }
}
