import { readFile } from 'node:fs/promises'
import type { Hono } from 'hono'

const files = {
  'murmur.css': 'text/css; charset=utf-8',
  'murmur.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
}

/** The few files that are the same for everybody. */
export async function publicFiles(app: Hono, folder: URL): Promise<void> {
  for (const [name, type] of Object.entries(files)) {
    const content = await readFile(new URL(name, folder), 'utf8')
    app.get(`/${name}`, (c) =>
      c.body(content, 200, { 'content-type': type, 'cache-control': 'max-age=300' }),
    )
  }
}
