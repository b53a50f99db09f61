import type { MiddlewareHandler } from 'hono'
import { PageError } from './page-error.ts'

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Pictures of other platforms may be anywhere on the web; blob: is the preview.
  "img-src 'self' blob: https: http:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Whatever the route: no scripts but ours, unless it says less itself. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(headers)) {
    if (!c.res.headers.has(name)) c.header(name, value)
  }
}

/** No forms of other sites. */
export function ownForms(url: string): MiddlewareHandler {
  const { origin } = new URL(url)
  return async (c, next) => {
    const isHarmless = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!isHarmless && c.req.header('origin') !== origin) {
      throw new PageError(403, `This form did not come from ${origin}.`)
    }
    await next()
  }
}
