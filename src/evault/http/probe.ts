import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Before the nonce of a probe, which is 32 bytes as base64url. */
const probePath = /^\/\.well-known\/evault-probe\/([\w-]{43})$/

/**
 * Answers whoever asks whether the tunnel leads to this vault: HMAC-SHA256 of their nonce, as
 * base64url, with a key that only this launch of the app knows. That costs as much as to refuse
 * them, so it comes before all limits: otherwise others could make it look as if nobody was there.
 * @returns false where the request is something else, which is not answered
 */
export function answerProbe(
  key: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const nonce = nonceOf(request)
  if (nonce === null) return false
  response
    .writeHead(200, {
      'content-type': 'text/plain',
      'cache-control': 'no-store',
      // Nothing more is read from there.
      connection: 'close',
    })
    .end(createHmac('sha256', key).update(nonce).digest('base64url'))
  return true
}

export function isProbe(request: IncomingMessage): boolean {
  return nonceOf(request) !== null
}

function nonceOf({ method, url = '' }: IncomingMessage): string | null {
  return method === 'GET' ? (probePath.exec(url)?.[1] ?? null) : null
}
