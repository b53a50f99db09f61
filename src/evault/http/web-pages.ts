import type { IncomingHttpHeaders } from 'node:http'
import type { VaultServices } from '../graphql/context.ts'
import { readEName } from './ename-header.ts'
import { single } from './listener.ts'

/**
 * Which web pages may ask: any, or those of platforms the owner has let in. Source: design,
 * "Policies", CORS. A preflight does not say which vault is meant: there it is enough that one
 * of them lets the page in; the request itself is looked at again.
 */
export function createWebPageRule({ tenants, settings, consents }: VaultServices) {
  const letsIn = (ename: string, origin: string | undefined): boolean => {
    if (settings.of(ename).cors === 'any-origin') return true
    if (origin === undefined) return false
    const decision = consents.of(ename, { platform: origin, verified: true })?.decision
    return decision === 'everything' || decision === 'read' || decision === 'ontologies'
  }
  return (headers: IncomingHttpHeaders): boolean => {
    const named = single(headers['x-ename'])
    const asked = named === undefined ? tenants.all().map(({ ename }) => ename) : [readEName(named)]
    return asked.some((ename) => letsIn(ename, headers.origin))
  }
}
