import type { Context, Hono } from 'hono'
import { PageError } from '../page-error.ts'
import type { Member, Platform } from '../platform.ts'
import { checkedId } from './ids.ts'

/** Opened by itself, a picture is still nothing but a picture: SVG may hold scripts. */
const pictureHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cache-control': 'private, max-age=300',
}

/** Pictures have addresses of our own, so that pages never ask anybody for a URI of a record. */
export function pictureRoutes(app: Hono<Member>, { murmurs, adapter }: Platform): void {
  app.get('/murmurs/:id/:number{[0-9]{1,2}}', (c) =>
    send(c, murmurs.picture(checkedId(c.req.param('id')), Number(c.req.param('number')))),
  )
  app.get('/people/:id/picture', (c) => send(c, murmurs.portrait(checkedId(c.req.param('id')))))

  async function send(c: Context, uri: unknown): Promise<Response> {
    if (typeof uri !== 'string') throw new PageError(404, 'There is no picture here.')
    const [start, type] = /^data:(image\/(?:png|jpeg|webp|gif));base64,/.exec(uri) ?? []
    if (start !== undefined && type !== undefined) {
      const bytes = new Uint8Array(Buffer.from(uri.slice(start.length), 'base64'))
      return c.body(bytes, 200, { ...pictureHeaders, 'content-type': type })
    }
    if (uri.startsWith('w3ds://')) return sendFile(c, uri)
    if (/^https?:/i.test(uri) && URL.canParse(uri)) return c.redirect(new URL(uri).href)
    throw new PageError(404, 'There is no picture here.')
  }

  /** Passes on a file of somebody's vault, if it says that it is a picture. */
  async function sendFile(c: Context, uri: string): Promise<Response> {
    const file = await adapter.client.openFile(uri).catch(() => null)
    if (file === null) throw new PageError(503, 'The vault of this picture does not answer now.')
    const type = file.headers.get('content-type') ?? ''
    if (file.ok && /^image\/[\w.+-]+$/i.test(type) && file.body !== null) {
      return c.body(file.body, 200, { ...pictureHeaders, 'content-type': type })
    }
    await file.body?.cancel()
    throw new PageError(404, 'There is no picture here.')
  }
}
