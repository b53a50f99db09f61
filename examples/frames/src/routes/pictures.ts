import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Frames } from '../frames.ts'
import { PageError } from '../page-error.ts'
import { checkedId } from './ids.ts'

/** Pictures have addresses of our own, so that pages never ask anybody for a URI of a document. */
export function pictureRoutes(app: FastifyInstance, { documents, adapter }: Frames): void {
  app.get<{ Params: { id: string; place: string } }>(
    '/photos/:id/:place',
    async ({ params }, reply) => {
      const place = /^\d{1,2}$/.test(params.place) ? Number(params.place) : -1
      return send(reply, place < 0 ? null : await documents.picture(checkedId(params.id), place))
    },
  )
  app.get<{ Params: { id: string } }>('/people/:id/portrait', async ({ params }, reply) =>
    send(reply, await documents.portrait(checkedId(params.id))),
  )

  async function send(reply: FastifyReply, uri: string | null): Promise<FastifyReply> {
    reply.headers({
      // Opened by itself, a picture is still nothing but a picture: SVG may hold scripts.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cache-control': 'private, max-age=300',
    })
    const [start, type] = /^data:(image\/(?:png|jpeg|webp|gif));base64,/.exec(uri ?? '') ?? []
    if (uri !== null && start !== undefined && type !== undefined) {
      return reply.type(type).send(Buffer.from(uri.slice(start.length), 'base64'))
    }
    if (uri?.startsWith('w3ds://')) return sendFile(reply, uri)
    if (uri !== null && /^https?:/i.test(uri) && URL.canParse(uri)) {
      return reply.redirect(new URL(uri).href)
    }
    throw new PageError(404, 'There is no picture here.')
  }

  /** Passes on a file of somebody's vault, if it says that it is a picture. */
  async function sendFile(reply: FastifyReply, uri: string): Promise<FastifyReply> {
    const file = await adapter.client.openFile(uri).catch(() => null)
    if (file === null) throw new PageError(503, 'The vault of this picture does not answer now.')
    const type = file.headers.get('content-type') ?? ''
    if (file.ok && /^image\/[\w.+-]+$/i.test(type) && file.body !== null) {
      return reply.type(type).send(file.body)
    }
    await file.body?.cancel()
    throw new PageError(404, 'There is no picture here.')
  }
}
