import { authorise, type Grant, type Operation } from '../access/authorise.ts'
import type { Caller } from '../access/caller.ts'
import type { Policy } from '../access/policy.ts'
import type { Transact } from '../db/store.ts'
import type { ChangeFeed } from '../envelopes/changes.ts'
import type { EnvelopeReader } from '../envelopes/reader.ts'
import { RequestError } from '../errors.ts'
import { readEName } from '../http/ename-header.ts'
import type { VaultOverview } from '../overview.ts'

/** What the resolvers work with: the same for every request. */
export interface GraphQLServices {
  readonly ename: string
  readonly policy: Policy
  readonly reader: EnvelopeReader
  readonly transact: Transact
  readonly feed: ChangeFeed
  readonly overview: () => VaultOverview
}

/** One request: who asks, for which vault. */
export interface GraphQLContext {
  readonly services: GraphQLServices
  /** Obtains the proof that the caller may do this, or throws a `RequestError`. */
  grant<O extends Operation>(operation: O): Grant<O>
}

/**
 * @param enameHeader `X-ENAME`, which says whose vault is meant
 * @throws in `grant`: RequestError `MISSING_ENAME`, `INVALID_ENAME`, `UNKNOWN_ENAME`, and what
 * `authorise` throws
 */
export function createGraphQLContext(
  services: GraphQLServices,
  caller: Caller,
  enameHeader: string | undefined,
): GraphQLContext {
  return {
    services,
    grant(operation) {
      const ename = caller.kind === 'owner' ? (enameHeader ?? services.ename) : enameHeader
      const asked = readEName(ename)
      if (asked !== services.ename) {
        throw new RequestError('UNKNOWN_ENAME', 'This server holds no vault of that eName.')
      }
      return authorise(caller, operation, asked, services.policy)
    },
  }
}
