import { RequestError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { Policy, WithoutToken } from './policy.ts'

/**
 * What can be asked of a vault. Every operation names one, or it does not compile.
 * `oversee` is looking at the vault itself: settings, kept numbers, health.
 */
export type Operation = 'read' | 'create' | 'remove' | 'restore' | 'oversee'

declare const granted: unique symbol

/**
 * Proof that `authorise` let this caller do this operation in this vault. Readers and
 * transactors ask for it; nothing else can make one.
 */
export interface Grant<O extends Operation> {
  readonly [granted]: O
  readonly ename: string
  /** Which records it covers: all, or those whose ACL holds one of these names. */
  readonly records: 'all' | readonly string[]
}

/**
 * The one place that decides who may do what. Denies unless a rule says otherwise.
 * Source: design, "Policies" and "Who is asking".
 * @throws RequestError `FORBIDDEN`, `UNAUTHENTICATED`, `CONSENT_REQUIRED`
 */
export function authorise<O extends Operation>(
  caller: Caller,
  operation: O,
  ename: string,
  policy: Policy,
): Grant<O> {
  const grant = (records: Grant<O>['records']) => ({ ename, records }) as Grant<O>
  switch (caller.kind) {
    case 'owner':
      return grant('all')
    case 'platform':
      return allowPlatform(caller.platform, operation, policy, grant)
    case 'anonymous':
      return allowAnonymous(caller.thisComputer, operation, policy, grant)
  }
}

const platformOperations: readonly Operation[] = ['read', 'create', 'remove']

function allowPlatform<T>(
  platform: string,
  operation: Operation,
  policy: Policy,
  grant: (records: 'all') => T,
): T {
  if (!platformOperations.includes(operation)) {
    throw new RequestError('FORBIDDEN', 'Only the owner may do this.')
  }
  if (policy.platformConsent === 'allow') return grant('all')
  throw new RequestError(
    'CONSENT_REQUIRED',
    `The owner of this vault has not yet allowed ${platform} to use it.`,
  )
}

function allowAnonymous<T>(
  thisComputer: boolean,
  operation: Operation,
  policy: Policy,
  grant: (records: readonly string[]) => T,
): T {
  const allowed = (rule: WithoutToken) =>
    rule === 'anyone' || (rule === 'this-computer' && thisComputer)
  if (operation === 'create' && allowed(policy.createWithoutToken)) return grant([])
  if (operation === 'read' && allowed(policy.readPublicWithoutToken)) return grant(['*'])
  throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
}
