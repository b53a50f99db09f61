import type { FastifyRequest } from 'fastify'
import type { RateLimit } from '../../registry/rate-limit.ts'
import { type Caller, identifyCaller } from '../access/caller.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import { RequestError, TooManyRequests } from '../errors.ts'
import { createRequestContext, type RequestContext } from '../graphql/context.ts'
import type { RequestTrace } from '../inbound/trace.ts'
import type { Services } from '../services.ts'
import { readEName } from './ename-header.ts'
import { readIfHash } from './if-hash-header.ts'
import { single } from './listener.ts'
import type { Standing } from './protocol-api.ts'

/**
 * Finds out who sends a request, to which vault.
 * @param ename the vault, where the address names it and not `X-ENAME`
 * @throws RequestError `UNAUTHENTICATED`, `TOO_MANY_REQUESTS`, `VAULT_LOCKED`, `INVALID_INPUT`
 */
export type ContextFor = (request: FastifyRequest, ename?: string) => Promise<RequestContext>

/** A vault nobody's token can be for. */
const nobody = { ename: '', evaultId: '' }
const lockedWords = 'The owner has locked this vault. Try again later.'

/** @param platforms how often one platform may ask */
export function createContextFor(
  { vault, verifiers, lock }: Services,
  { isThisComputer, isLimited, traceOf }: Standing,
  { platforms }: { readonly platforms: RateLimit },
): ContextFor {
  return async (request, named) => {
    const asked = () => readEName(named ?? single(request.headers['x-ename']))
    const tenant = tenantOf(asked)
    const trace = traceOf(request)
    const caller = await identify(request, tenant, trace)
    if (tenant !== null && caller.kind === 'platform' && lock.refuses(tenant.ename, caller)) {
      if (trace !== null) trace.isRefused = true
      throw noted(tenant.ename, caller, new RequestError('VAULT_LOCKED', lockedWords))
    }
    const ifHash = readIfHash(single(request.headers['x-evault-if-hash']))
    return createRequestContext(vault, caller, asked, { trace, ifHash })
  }

  async function identify(
    request: FastifyRequest,
    tenant: ReturnType<typeof tenantOf>,
    trace: RequestTrace | null,
  ): Promise<Caller> {
    const { authorization } = request.headers
    const thisComputer = isThisComputer(request)
    try {
      const caller = await identifyCaller(authorization, thisComputer, tenant ?? nobody, verifiers)
      if (trace !== null) trace.caller = caller
      if (caller.kind === 'platform' && isLimited(request)) {
        const wait = platforms.take(normalisePlatform(caller.platform))
        if (wait > 0) throw new TooManyRequests(wait)
      }
      return caller
    } catch (error) {
      if (trace !== null && isBadToken(error)) trace.isTokenRefused = true
      if (tenant === null || !(error instanceof RequestError)) throw error
      throw noted(tenant.ename, { kind: 'anonymous', thisComputer }, error)
    }
  }

  /** Keeps a refusal for the owner's eyes. */
  function noted(ename: string, caller: Caller, error: RequestError): RequestError {
    const refusal = { operation: 'identify', reason: error.code, record: null } as const
    vault.accessLog.refused({ ename, caller, ...refusal })
    return error
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
