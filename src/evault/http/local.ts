import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VaultConfig } from '../config/config.ts'
import { docsContentSecurityPolicy, renderDocs } from './docs-page.ts'
import { serveGraphiql } from './graphiql.ts'
import { createLoopbackServer, isFromWebPage, type Listener, listen } from './listener.ts'
import { describeApi, graphqlDescription } from './openapi.ts'
import { type ProtocolServices, serveProtocol } from './protocol-api.ts'

/** The protocol API for programs on this computer. Source: protocol §4. */
export async function openLocalListener(
  config: VaultConfig,
  services: ProtocolServices,
): Promise<Listener> {
  const { vault, ename, version, busyMeter } = services
  const app = createLoopbackServer(vault.log)
  busyMeter.watch(app.server)

  let url = ''
  const isWebPage = ({ headers }: FastifyRequest) => isFromWebPage(headers)
  const routes = await serveProtocol(app, config, services, {
    isWebPage,
    // The server asked for a loopback `Host` before.
    isThisComputer: (request) => !isWebPage(request),
    isLimited: (request) => config.limitThisComputer || isWebPage(request),
    sourceOf: (request) => request.ip,
    async admit() {},
    traceOf: () => null,
  })
  serveDocs(app, [graphqlDescription, ...routes], version, () => url)
  serveGraphiql(app, ename)

  const listener = await listen(app, config.port)
  url = listener.url
  return listener
}

/** The reference: OpenAPI 3.1 and a page made of it. */
function serveDocs(
  app: FastifyInstance,
  routes: Parameters<typeof describeApi>[0],
  version: string,
  url: () => string,
): void {
  const description = 'The HTTP API of an eVault. Source: W3DS protocol.'
  const document = () =>
    describeApi(routes, { title: 'eVault', version, description, serverUrl: url() })
  app.get('/openapi.json', async () => document())
  app.get('/docs', async (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', docsContentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .send(renderDocs(document())),
  )
}
