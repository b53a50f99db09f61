import type { FastifyRequest } from 'fastify'
import type { RateLimit } from '../../registry/rate-limit.ts'
import { identifyCaller } from '../access/caller.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import { RequestError, TooManyRequests } from '../errors.ts'
import { createRequestContext, type RequestContext } from '../graphql/context.ts'
import type { Services } from '../services.ts'
import { readEName } from './ename-header.ts'
import { single } from './listener.ts'
import type { Standing } from './protocol-api.ts'

/**
 * Finds out who sends a request, to which vault.
 * @param ename the vault, where the address names it and not `X-ENAME`
 * @throws RequestError `UNAUTHENTICATED`, `TOO_MANY_REQUESTS`
 */
export type ContextFor = (request: FastifyRequest, ename?: string) => Promise<RequestContext>

/** A vault nobody's token can be for. */
const nobody = { ename: '', evaultId: '' }

/** @param platforms how often one platform may ask */
export function createContextFor(
  { vault, verifiers }: Services,
  { isThisComputer, isLimited, traceOf }: Standing,
  { platforms }: { readonly platforms: RateLimit },
): ContextFor {
  return async (request, named) => {
    const { headers } = request
    const asked = () => readEName(named ?? single(headers['x-ename']))
    const tenant = tenantOf(asked)
    const thisComputer = isThisComputer(request)
    const trace = traceOf(request)
    try {
      const caller = await identifyCaller(
        headers.authorization,
        thisComputer,
        tenant ?? nobody,
        verifiers,
      )
      if (trace !== null) trace.caller = caller
      if (caller.kind === 'platform' && isLimited(request)) {
        const wait = platforms.take(normalisePlatform(caller.platform))
        if (wait > 0) throw new TooManyRequests(wait)
      }
      return createRequestContext(vault, caller, asked, trace)
    } catch (error) {
      if (trace !== null && isBadToken(error)) trace.isTokenRefused = true
      if (tenant !== null && error instanceof RequestError) {
        const caller = { kind: 'anonymous', thisComputer } as const
        const refusal = { operation: 'identify', reason: error.code, record: null } as const
        vault.accessLog.refused({ ename: tenant.ename, caller, ...refusal })
      }
      throw error
    }
  }

  function tenantOf(asked: () => string) {
    try {
      return vault.tenants.of(asked())
    } catch {
      // Said when the vault is asked for something: other errors come first.
      return null
    }
  }
}

function isBadToken(error: unknown): boolean {
  return error instanceof RequestError && error.code === 'UNAUTHENTICATED'
}
