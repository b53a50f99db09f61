import type { FastifyInstance } from 'fastify'

/** GraphiQL at `GET /graphql`, for developers on this computer: all of it comes from here. */
export function serveGraphiql(app: FastifyInstance, ename: string): void {
  app.get('/graphql', async (request, reply) => {
    // Only for people: a query in the address is not executed.
    if (!request.headers.accept?.includes('text/html')) return reply.callNotFound()
    // Some megabytes that most vaults never need.
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
    const page = renderGraphiQL({
      title: 'eVault',
      endpoint: '/graphql',
      defaultQuery: example,
      headers: JSON.stringify({ 'X-ENAME': ename }, null, 2),
    })
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .send(page)
  })
}

const example = `{
  metaEnvelopes(first: 10) {
    edges { node { id ontology parsed } }
    totalCount
  }
}
`

const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob: data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
