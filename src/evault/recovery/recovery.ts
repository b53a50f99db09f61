import type { Notary } from '../../registry/answers.ts'
import type { KeyFinder } from '../../registry/certified-keys.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { TrustList } from '../../w3id/identity-log/entry.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { Log } from '../log.ts'
import { createOtherVaults } from './other-vaults.ts'
import { type OwnRecovery, openOwnRecovery } from './own.ts'
import { createReceivedRequests, type ReceivedRequests } from './received.ts'
import { prepareTrust, refuseUnreachable } from './trust.ts'

/**
 * Recovery by friends: whom the owner trusts with it, the owner's own, and the requests of others
 * to the owner. Format and rules: `src/w3id/README.md`.
 */
export interface Recovery extends Disposable {
  /** Whose keys these are: other vaults on this server have theirs elsewhere. */
  readonly ename: string
  readonly own: OwnRecovery
  readonly received: ReceivedRequests
  /**
   * Sets who may approve a recovery. It renews the key: whoever has only the present one can't.
   * @throws RequestError `INVALID_INPUT`, `UNAVAILABLE`, and what the keychain throws
   */
  setTrust(grant: Grant<'administer'>, trust: TrustList): Promise<void>
  /**
   * From then on nobody may approve a recovery, and one that is pending is void. It renews the key.
   * @throws RequestError `NOT_FOUND` where nobody is trusted, `UNAVAILABLE`, and what the keychain
   * throws
   */
  removeTrust(grant: Grant<'administer'>): Promise<void>
  /**
   * Whom the registry proposes.
   * @throws RequestError `UNAVAILABLE`
   */
  notaries(grant: Grant<'oversee'>): Promise<readonly Notary[]>
}

interface Means {
  readonly db: Database
  readonly ename: string
  readonly keys: OwnerKeys
  readonly tenants: Tenants
  readonly registry: RegistryClient
  readonly certifiedKeys: Pick<KeyFinder, 'keysOf'>
  /** Ends what the old key was good for, and has the new one certified. */
  readonly keyReplaced: () => Promise<void>
  /** For requests to vaults of others. */
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: Log
}

export async function openRecovery(means: Means): Promise<Recovery> {
  const { db, ename, keys, tenants, registry, certifiedKeys, keyReplaced, now, log } = means
  const vaults = createOtherVaults(means)
  const own = await openOwnRecovery({
    ...{ db, ename, keys, registry, vaults, now, log },
    recovered: keyReplaced,
  })
  const certificateOf = (publicKey: string) =>
    tenants
      .of(ename)
      ?.certification.certificates.find((certificate) => certificate.publicKey === publicKey)
      ?.token ?? null

  return {
    ename,
    own,
    received: createReceivedRequests({
      ...{ db, ename, keys, registry, vaults, certificateOf, now, log },
    }),

    async setTrust(_grant, wanted) {
      const trust = prepareTrust(wanted, ename)
      await refuseUnreachable(trust, certifiedKeys)
      await keys.rotate(trust)
      await keyReplaced()
      log.info({ ename, trusted: trust.trusted.length }, 'trust list set')
    },

    async removeTrust() {
      if (keys.trust === null) {
        throw new RequestError('NOT_FOUND', 'Nobody is trusted with a recovery.')
      }
      await keys.rotate(null)
      await keyReplaced()
      log.info({ ename }, 'trust list removed')
    },

    async notaries() {
      try {
        return await registry.notaries()
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        throw new RequestError('UNAVAILABLE', `${error.message}.`)
      }
    },

    [Symbol.dispose]: () => own[Symbol.dispose](),
  }
}
