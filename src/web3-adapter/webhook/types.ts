import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Packet } from './packet.ts'

/** What has to be done with packets. */
export interface WebhookOptions {
  /** Takes a packet; what it throws is answered with 500, and the vault tries again later. */
  readonly onPacket: (packet: Packet) => Promise<void>
  /** The secret that the owner of this vault made for the platform; none: packets are not signed,
   * and anybody can send them. */
  readonly secretOf?: (w3id: string) => string | undefined | Promise<string | undefined>
  /** Is told what goes wrong, in one line without payloads. */
  readonly log?: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Receives packets at `/api/webhook` of the platform. */
export interface Webhook {
  /** For Hono, Next.js, Bun, Deno and whatever else speaks the web's own Request and Response. */
  fetch(request: Request): Promise<Response>
  /**
   * For node:http and Express, also when the body was parsed before: it is taken from
   * `request.body`, and its bytes, which signatures are over, from `request.rawBody`. For Fastify:
   * `reply.hijack()`, then `node(Object.assign(request.raw, { body: request.body }), reply.raw)`.
   */
  node(request: IncomingMessage & ParsedRequest, response: ServerResponse): Promise<void>
}

/** What frameworks that have read the body before leave on the request. */
export interface ParsedRequest {
  readonly body?: unknown
  readonly rawBody?: unknown
}
