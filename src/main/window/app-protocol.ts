import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'

/** A scheme of our own, for pages that come out of the app. */
export const scheme = 'app'
/** The window's origin, which no web page can share. */
export const appOrigin = `${scheme}://evault`

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window from `directory`, and nothing outside it. */
export function serveApp(directory: string): void {
  const root = normalize(directory) + sep
  protocol.handle(scheme, async (request) => {
    const { origin, pathname, host, protocol: urlScheme } = new URL(request.url)
    const isOurs = origin === appOrigin || `${urlScheme}//${host}` === appOrigin
    const file = join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
    const contentType = contentTypes[extname(file)]
    if (!isOurs || !file.startsWith(root) || contentType === undefined) return notFound()
    try {
      return new Response(await readFile(file), {
        headers: { 'content-type': contentType, 'x-content-type-options': 'nosniff' },
      })
    } catch {
      return notFound()
    }
  })
}

function notFound(): Response {
  return new Response('Not found', { status: 404 })
}
