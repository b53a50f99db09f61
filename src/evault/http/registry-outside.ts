import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { EmbeddedRegistry } from '../../registry/embedded/server.ts'
import type { RequestTrace } from '../inbound/trace.ts'
import { ownRegistryPath } from '../own-registry.ts'

interface Means {
  /** Whether the owner lets everybody read it. */
  readonly isOpen: () => boolean
  readonly traceOf: (request: FastifyRequest) => RequestTrace | null
}

/**
 * Serves what can be read of the embedded registry, under the limits of the server that it is added
 * to. What needs its secret is not among it. While it is not open, nothing tells it from a path
 * that does not exist. Source: protocol §3.
 */
export function leadOutRegistry(
  app: FastifyInstance,
  registry: Pick<EmbeddedRegistry, 'addReading'>,
  { isOpen, traceOf }: Means,
): void {
  app.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        if (!isOpen()) return reply.callNotFound()
        const trace = traceOf(request)
        if (trace !== null) trace.operation = operationOf(request.routeOptions.url)
      })
      registry.addReading(scope)
    },
    { prefix: ownRegistryPath },
  )
}

/** `registry.resolve`, `registry.jwks` */
function operationOf(route: string | undefined): string {
  const [, name = ''] = /(\w+)(?:\.json)?$/.exec(route ?? '') ?? []
  return `registry.${name}`
}
