import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { webAddress } from '../bounded-fetch.ts'

/** Who may ask a registry, beside programs on this computer. */
export interface Exposure {
  /** Which web pages may read; none may write. */
  readonly cors: 'any' | 'none'
  /** The address a tunnel gives this registry; null where it has none. Asked by another name than
   * this one and its own, it does not answer. */
  readonly publicUrl: string | null
}

/** Keeps out who is not meant. */
export interface Access {
  /** Throws a TypeError when the public URL is no http or https URL. */
  expose(change: Partial<Exposure>): void
  /** The base URLs this registry goes by when it listens on this port, without a slash. */
  baseUrls(port: number): readonly string[]
  /** Answers whoever is refused, and the preflights of web pages. */
  readonly guard: onRequestHookHandler
  /** The guard of a server that the public address leads to: it goes by no other name. */
  readonly publicGuard: onRequestHookHandler
}

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Content-Type, Authorization, X-ENAME',
  'access-control-max-age': '600',
}

/**
 * Keeps web pages out. A page that had its own name rebound to this computer still sends that
 * name as `Host`; a page that asks us by our name sends an `Origin`, and the browser keeps our
 * answer from it, which is enough for reading and too late for writing.
 * Answers 421 to a `Host` that is not one of ours and 403 to a write with an `Origin`.
 */
export function createAccess(host: string, first: Partial<Exposure> = {}): Access {
  const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host]
  let exposure: Exposure = { cors: 'none', publicUrl: null }

  // Browsers leave out the port where it is the one of the scheme.
  const hostsOn = (port: number) =>
    names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
  const access: Access = {
    expose(change) {
      const { cors, publicUrl } = { ...exposure, ...change }
      const url = publicUrl === null ? null : webAddress(publicUrl)
      if (publicUrl !== null && !url) {
        throw new TypeError('The public address of the registry must be an http or https URL')
      }
      exposure = { cors, publicUrl: url && url.origin + url.pathname.replace(/\/+$/, '') }
    },
    baseUrls: (port) => [
      ...hostsOn(port).map((name) => `http://${name}`),
      ...(exposure.publicUrl === null ? [] : [exposure.publicUrl]),
    ],
    guard: async (request, reply) => {
      const asked = request.headers.host?.toLowerCase() ?? ''
      const ours = hostsOn(request.socket.localPort ?? 0)
      const { cors, publicUrl } = exposure
      if (!ours.includes(asked) && (publicUrl === null || asked !== new URL(publicUrl).host)) {
        return misdirected(reply)
      }
      return guardPages(request, reply, cors)
    },
    publicGuard: async (request, reply) => {
      const { publicUrl } = exposure
      // Not 404: nobody should take it that the name they ask for is gone.
      if (publicUrl === null) {
        return reply.code(503).send({ error: 'This registry has no public address now' })
      }
      if (request.headers.host?.toLowerCase() !== new URL(publicUrl).host) return misdirected(reply)
    },
  }
  access.expose(first)
  return access
}

function misdirected(reply: FastifyReply) {
  return reply.code(421).send({ error: 'This registry does not answer to that name' })
}

function guardPages(request: FastifyRequest, reply: FastifyReply, cors: Exposure['cors']) {
  const { origin, 'access-control-request-method': wanted } = request.headers
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const isPreflight = request.method === 'OPTIONS' && (wanted === 'GET' || wanted === 'HEAD')
  if (cors === 'any' && (isRead || isPreflight)) {
    reply.header('access-control-allow-origin', '*')
    if (isPreflight) return reply.headers(PREFLIGHT).code(204).send()
  }
  if (!isRead && origin !== undefined) {
    return reply.code(403).send({ error: 'Web pages may not write to this registry' })
  }
  return undefined
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
