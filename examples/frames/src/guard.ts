import type { FastifyInstance } from 'fastify'
import { PageError } from './page-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Vaults and wallets post here: they show no origin, and bring no cookie. */
    readonly isForMachines?: boolean
  }
}

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

/** Whatever the route: no scripts but ours, and no forms of other sites. */
export function guard(app: FastifyInstance, url: string): void {
  const { origin } = new URL(url)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    const isHarmless = request.method === 'GET' || request.method === 'HEAD'
    if (isHarmless || request.routeOptions.config.isForMachines === true) return
    if (request.headers.origin !== origin) {
      throw new PageError(403, `This form did not come from ${origin}.`)
    }
  })
}
