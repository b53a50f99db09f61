import { Hono } from 'hono'
import { ownForms, safeHeaders } from './guard.ts'
import { PageError } from './page-error.ts'
import { apology, layout } from './pages/layout.ts'
import type { Platform } from './platform.ts'
import { loginAnswer, loginRoutes } from './routes/login.ts'
import { memberRoutes } from './routes/members.ts'
import { publicFiles } from './routes/public-files.ts'

/** The app, ready to be served. */
export async function createApp(platform: Platform): Promise<Hono> {
  const app = new Hono()
  apologise(app)
  app.use(safeHeaders)

  // Vaults and wallets post here: they show no origin, and bring no cookie.
  app.post('/api/webhook', (c) => platform.adapter.webhook.fetch(c.req.raw))
  loginAnswer(app, platform)

  app.use(ownForms(platform.url))
  await publicFiles(app, platform.publicFolder)
  loginRoutes(app, platform)
  app.route('/', memberRoutes(platform))
  return app
}

/** What goes wrong is a page, too, and says no more than helps. */
function apologise(app: Hono): void {
  const page = (message: string) => layout({ title: 'Sorry', body: apology(message), viewer: null })
  app.onError((error, c) => {
    if (error instanceof PageError) return c.html(page(error.message), error.statusCode)
    console.error(error)
    return c.html(page('Something went wrong here. It was not you.'), 500)
  })
  app.notFound((c) => c.html(page('There is nothing here.'), 404))
}
