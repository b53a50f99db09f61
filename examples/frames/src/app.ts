import { type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify'
import { parseForm } from './forms.ts'
import type { Frames } from './frames.ts'
import { guard } from './guard.ts'
import { PageError } from './page-error.ts'
import { apology, layout } from './pages/layout.ts'
import { loginRoutes } from './routes/login.ts'
import { memberRoutes } from './routes/members.ts'
import { publicFiles } from './routes/public-files.ts'

/** The app, ready to listen. */
export async function createApp(frames: Frames, logger = false): Promise<FastifyInstance> {
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit: 64 * 1024,
  })
  guard(app, frames.url)
  apologise(app)
  app.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'multipart/form-data'],
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer) =>
      parseForm(body, request.headers['content-type'] ?? ''),
  )
  app.addHook('preClose', async () => frames.live.close())

  app.register(async (scope) => webhookRoute(scope, frames))
  await publicFiles(app, frames.publicFolder)
  loginRoutes(app, frames)
  app.register(async (scope) => memberRoutes(scope, frames))
  return app
}

/** Vaults tell of changes here. Packets may be signed, so the webhook reads the bytes itself. */
function webhookRoute(scope: FastifyInstance, { adapter }: Frames): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _body, done) => done(null))
  scope.post('/api/webhook', { config: { isForMachines: true } }, async (request, reply) => {
    reply.hijack()
    await adapter.webhook.node(request.raw, reply.raw)
  })
}

/** What goes wrong is a page, too, and says no more than helps. */
function apologise(app: FastifyInstance): void {
  const page = (message: string) => layout({ title: 'Sorry', body: apology(message), viewer: null })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error(error)
    const message =
      error instanceof PageError
        ? error.message
        : status === 413
          ? 'That is too much at once: a picture may have 4 MB.'
          : status < 500
            ? 'That request could not be understood.'
            : 'Something went wrong here. It was not you.'
    return reply.code(status).type('text/html; charset=utf-8').send(page(message))
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/html; charset=utf-8').send(page('There is nothing here.')),
  )
}
