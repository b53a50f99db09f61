import { createHash, timingSafeEqual } from 'node:crypto'
import type { onRequestHookHandler } from 'fastify'

/**
 * Keeps web pages out. A page that had its own name rebound to this computer still sends that
 * name as `Host`; a page that asks us by our name sends an `Origin`, and the browser keeps our
 * answer from it, which is enough for reading and too late for writing.
 * Answers 421 to a `Host` that is not one of ours and 403 to a write with an `Origin`.
 */
export function refuseWebPages(host: string): onRequestHookHandler {
  const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host]
  return async (request, reply) => {
    const asked = request.headers.host?.toLowerCase()
    const port = request.socket.localPort
    // Browsers leave out the port where it is the one of the scheme.
    const isOurs = names.some(
      (name) => asked === `${name}:${port}` || (port === 80 && asked === name),
    )
    if (!isOurs) {
      return reply.code(421).send({ error: 'This registry answers on this computer only' })
    }
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead && request.headers.origin !== undefined) {
      return reply.code(403).send({ error: 'Web pages may not write to this registry' })
    }
  }
}

/**
 * Lets only holders of the shared secret pass, before the body is read; the others get 401.
 * Protocol §3.
 */
export function requireSecret(secret: string): onRequestHookHandler {
  const expected = digest(`Bearer ${secret}`)
  return async (request, reply) => {
    // Digests have one length, so the comparison tells nothing about the secret's.
    const given = digest((request.headers.authorization ?? '').replace(/^bearer +/i, 'Bearer '))
    if (!timingSafeEqual(given, expected)) {
      return reply.code(401).send({ error: 'This needs the shared secret of the registry' })
    }
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
