import type { FastifyInstance } from 'fastify'
import { readCookie, writeCookie } from '../cookies.ts'
import type { Person } from '../documents.ts'
import type { Frames, Show } from '../frames.ts'
import { PageError } from '../page-error.ts'
import { layout } from '../pages/layout.ts'
import { peopleRoutes } from './people.ts'
import { photoRoutes } from './photos.ts'
import { pictureRoutes } from './pictures.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, in all routes behind the login. */
    person: Person
  }
}

/** All that is behind the login. */
export function memberRoutes(scope: FastifyInstance, frames: Frames): void {
  const { sessions, documents, live, url } = frames
  scope.addHook('onRequest', async (request, reply) => {
    const token = readCookie(request, 'frames_session')
    const id = token === null ? null : await sessions.personOf(token)
    const person = id === null ? null : await documents.person(id)
    if (person === null) return reply.redirect('/login', 303)
    request.person = person
  })
  scope.addHook('preHandler', async ({ method, body }) => {
    if (method === 'POST' && !(body instanceof FormData)) {
      throw new PageError(400, 'Only forms are taken here.')
    }
  })
  scope.addHook('onResponse', async (request, reply) => {
    if (request.method === 'POST' && reply.statusCode === 303) live.announce()
  })

  const show: Show = async (request, reply, page) => {
    const notices = await noticesFor(frames, request.person)
    return reply
      .type('text/html; charset=utf-8')
      .send(layout({ ...page, viewer: request.person, notices }))
  }
  photoRoutes(scope, frames, show)
  peopleRoutes(scope, frames, show)
  pictureRoutes(scope, frames)

  scope.get('/events', { exposeHeadRoute: false }, (_request, reply) => {
    reply.hijack()
    live.add(reply.raw)
  })
  scope.post('/logout', async (request, reply) => {
    await sessions.end(readCookie(request, 'frames_session') ?? '')
    const isSecure = url.startsWith('https:')
    writeCookie(reply, { name: 'frames_session', value: null, seconds: 0, isSecure })
    return reply.redirect('/login', 303)
  })
}

/** What keeps this person's own documents from their vault. */
async function noticesFor({ adapter, documents }: Frames, person: Person): Promise<string[]> {
  const { problems } = await adapter.status()
  if (problems.length === 0) return []
  const own = await documents.areBy(
    person.id,
    problems.map(({ id }) => id),
  )
  return problems
    .filter(({ table, id }) => (table === 'people' ? id === person.id : own.has(id)))
    .map(({ problem }) => problem)
    .slice(0, 3)
}
