import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

const files = {
  'frames.css': 'text/css; charset=utf-8',
  'frames.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
}

/** The few files that are the same for everybody. */
export async function publicFiles(app: FastifyInstance, folder: URL): Promise<void> {
  for (const [name, type] of Object.entries(files)) {
    const content = await readFile(new URL(name, folder))
    app.get(`/${name}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'max-age=300').send(content),
    )
  }
}
