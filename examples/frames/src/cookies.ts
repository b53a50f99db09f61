import type { FastifyReply, FastifyRequest } from 'fastify'

type CookieName = 'frames_session' | 'frames_offer'

export function readCookie(request: FastifyRequest, name: CookieName): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value) return value
  }
  return null
}

/** Sets a cookie that scripts cannot read and other sites' forms do not send; null removes it. */
export function writeCookie(
  reply: FastifyReply,
  cookie: { name: CookieName; value: string | null; seconds: number; isSecure: boolean },
): void {
  const { name, value, seconds, isSecure } = cookie
  const life = `Max-Age=${value === null ? 0 : seconds}`
  const secure = isSecure ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${name}=${value ?? ''}; Path=/; HttpOnly; SameSite=Lax; ${life}${secure}`,
  )
}
