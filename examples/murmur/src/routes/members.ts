import { Hono } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { formBytes, limitBody } from '../forms.ts'
import type { Account } from '../murmurs.ts'
import { layout } from '../pages/layout.ts'
import type { Member, Platform, Show } from '../platform.ts'
import { cookieOf } from './login.ts'
import { murmurRoutes } from './murmurs.ts'
import { peopleRoutes } from './people.ts'
import { pictureRoutes } from './pictures.ts'

/** All that is behind the login. */
export function memberRoutes(platform: Platform): Hono<Member> {
  const { sessions, murmurs, live, url } = platform
  const scope = new Hono<Member>()
  scope.use(async (c, next) => {
    const id = sessions.accountOf(getCookie(c, 'murmur_session') ?? '')
    const viewer = id === null ? null : murmurs.account(id)
    if (viewer === null) return c.redirect('/login', 303)
    c.set('viewer', viewer)
    return next()
  })
  scope.use(async (c, next) => {
    await next()
    if (c.req.method === 'POST' && c.res.status === 303) live.announce()
  })
  scope.use(limitBody(formBytes))

  const show: Show = async (c, page) => {
    const viewer = c.get('viewer')
    return c.html(layout({ ...page, viewer, notices: await noticesFor(platform, viewer) }))
  }
  murmurRoutes(scope, platform, show)
  peopleRoutes(scope, platform, show)
  pictureRoutes(scope, platform)

  scope.get('/events', (c) => {
    // Hono answers HEAD with the route of GET.
    const stream = c.req.method === 'GET' ? live.open() : null
    return stream === null ? c.body(null, 503) : c.body(stream, 200, eventStream)
  })
  scope.post('/logout', (c) => {
    sessions.end(getCookie(c, 'murmur_session') ?? '')
    deleteCookie(c, 'murmur_session', cookieOf(url))
    return c.redirect('/login', 303)
  })
  return scope
}

const eventStream = { 'content-type': 'text/event-stream' }

/** What keeps this person's own rows from their vault. */
async function noticesFor({ adapter, murmurs }: Platform, viewer: Account): Promise<string[]> {
  const { problems } = await adapter.status()
  if (problems.length === 0) return []
  const own = murmurs.areOf(
    viewer.id,
    problems.map(({ id }) => id),
  )
  const counts = new Map<string, number>()
  for (const { table, id, problem } of problems) {
    const isOwn = table === 'accounts' ? id === viewer.id : own.has(id)
    if (isOwn) counts.set(problem, (counts.get(problem) ?? 0) + 1)
  }
  return [...counts]
    .slice(0, 3)
    .map(
      ([problem, count]) => `${count} ${count === 1 ? 'change waits' : 'changes wait'}: ${problem}`,
    )
}
