import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { detailOf, type TunnelCause, TunnelError } from './tunnel.ts'

/**
 * Asks through the public address whether it leads to this vault.
 * @param signal gives it up
 * @returns null when this vault itself answered, else why that is not proven
 * @throws the reason of the signal
 */
export type Probe = (publicUrl: string, signal: AbortSignal) => Promise<TunnelCause | null>

/** Before the nonce in the path of a probe. */
const probePath = '/.well-known/evault-probe/'

const longestMs = 5_000
const longestAnswer = 256

/**
 * A probe over HTTP: `GET <publicUrl>/.well-known/evault-probe/<nonce>`, with a nonce of 32 random
 * bytes as 43 characters base64url. Behind the address somebody who knows the key must answer 200
 * with HMAC-SHA256(key, nonce), also as base64url, and nothing else (`probeAnswer`). Redirections
 * are not followed.
 * @param key 32 random bytes, new at each launch, known to main and the vault process only
 */
export function createHttpProbe(key: Uint8Array): Probe {
  return async (publicUrl, signal) => {
    signal.throwIfAborted()
    const nonce = randomBytes(32).toString('base64url')
    try {
      const answer = await get(probeUrl(publicUrl, nonce), signal)
      return isEqual(answer, probeAnswer(key, nonce))
        ? null
        : { code: 'PROBE_WRONG', parameters: {} }
    } catch (error) {
      signal.throwIfAborted()
      return probeCause(error)
    }
  }
}

/**
 * What the vault answers to a probe.
 * @param nonce as it is in the path
 */
export function probeAnswer(key: Uint8Array, nonce: string): string {
  return createHmac('sha256', key).update(nonce).digest('base64url')
}

/** Below the path of the public address, where it has one. */
function probeUrl(publicUrl: string, nonce: string): URL {
  const url = new URL(publicUrl)
  url.pathname = url.pathname.replace(/\/$/, '') + probePath + nonce
  return url
}

async function get(url: URL, signal: AbortSignal): Promise<string> {
  const request = new AbortController()
  const giveUp = () => request.abort()
  signal.addEventListener('abort', giveUp)
  const timer = setTimeout(() => request.abort(new TunnelError('PROBE_TIMEOUT')), longestMs)
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      // A proof over a connection that was opened before the network changed proves less.
      headers: { accept: 'text/plain', 'cache-control': 'no-store', connection: 'close' },
      signal: request.signal,
    })
    const answer = await start(response)
    if (response.status !== 200) throw new TunnelError('PROBE_REFUSED', { status: response.status })
    return answer
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
    // Whatever of the answer nobody read.
    request.abort()
  }
}

/** The first characters of an answer; those after them are never read. */
async function start(response: Response): Promise<string> {
  let text = ''
  if (response.body === null) return text
  for await (const chunk of response.body) {
    text += Buffer.from(chunk).toString('latin1')
    if (text.length > longestAnswer) break
  }
  return text.slice(0, longestAnswer)
}

function isEqual(found: string, expected: string): boolean {
  const bytes = Buffer.from(found.trimEnd(), 'latin1')
  return bytes.length === expected.length && timingSafeEqual(bytes, Buffer.from(expected))
}

function probeCause(error: unknown): TunnelCause {
  if (error instanceof TunnelError) return error.tunnelCause
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof TunnelError) return cause.tunnelCause
  return { code: 'PROBE_UNREACHABLE', parameters: { detail: detailOf(cause) } }
}
