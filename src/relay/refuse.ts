import type { ServerResponse } from 'node:http'

/**
 * Answers in the place of a vault: `{error}`.
 * @param retrySeconds after which it may be different
 */
export function refuse(
  response: ServerResponse,
  status: number,
  error: string,
  retrySeconds?: number | undefined,
): void {
  if (response.headersSent || response.destroyed) return
  const body = JSON.stringify({ error })
  if (retrySeconds !== undefined) response.setHeader('retry-after', retrySeconds)
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      // Pages that ask a vault may know why there is no answer.
      'access-control-allow-origin': '*',
      // What is left of the question is not read.
      connection: 'close',
    })
    .end(body)
}
