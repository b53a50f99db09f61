import { and, eq, isNull, notInArray } from 'drizzle-orm'
import { decodePublicKey, encodePublicKey } from '../../w3id/keys.ts'
import type { Grant } from '../access/authorise.ts'
import { describeCaller } from '../access/caller.ts'
import type { Database } from '../db/database.ts'
import { publicKeys as publicKeysTable } from '../db/identity-schema.ts'
import { vaults } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { AddedKey, OpenTenant } from './tenant.ts'

/** The keys that speak for the vaults of this server. */
export interface TenantKeys {
  /**
   * Has these keys, and no others, speak for an eName whose keys are elsewhere: they may have been
   * renewed while its vault was there. Does nothing for the owner's own.
   * @param publicKeys multibase, one at least
   */
  renewKeys(ename: string, publicKeys: readonly string[]): Promise<void>
  /**
   * Adds a key beside the ones there are. Source: protocol §4, `PATCH /public-key`.
   * @throws RequestError `INVALID_INPUT`
   */
  addKey(grant: Grant<'add-key'>, publicKey: string, device?: string): Promise<void>
  /**
   * Ends an added key: from the next request on it speaks for the eName no more.
   * @throws RequestError `NOT_FOUND`
   */
  revokeKey(grant: Grant<'administer'>, publicKey: string): Promise<void>
}

interface Means {
  readonly db: Database
  readonly tenants: ReadonlyMap<string, OpenTenant>
  readonly ownerName: string
  /** Called when a key speaks for its eName no more. */
  readonly keyEnded: () => void
  readonly certifyAnew: (ename: string) => Promise<void>
  readonly log: Log
}

const mostKeys = 20

export function createTenantKeys(means: Means): TenantKeys {
  const { db, tenants, ownerName, keyEnded, certifyAnew, log } = means

  return {
    async renewKeys(ename, publicKeys) {
      const tenant = tenants.get(ename)
      const [first, ...more] = publicKeys.map(readKey)
      if (tenant === undefined || first === undefined || ename === ownerName) return
      const now = new Date()
      const isKept = (key: AddedKey) => key.revokedAt !== null || more.includes(key.publicKey)
      const known = tenant.addedKeys.map((key) => (isKept(key) ? key : { ...key, revokedAt: now }))
      const fresh = movedKeys(
        more.filter((key) => !known.some(({ publicKey }) => publicKey === key)),
      )
      await db.transaction(async (tx) => {
        await tx.update(vaults).set({ publicKey: first }).where(eq(vaults.ename, ename))
        const isEnded = and(
          ...[eq(publicKeysTable.ename, ename), isNull(publicKeysTable.revokedAt)],
          notInArray(publicKeysTable.publicKey, more),
        )
        await tx.update(publicKeysTable).set({ revokedAt: now }).where(isEnded)
        for (const key of fresh) await tx.insert(publicKeysTable).values({ ename, ...key })
      })
      tenant.firstKey = first
      tenant.addedKeys = [...known, ...fresh]
      keyEnded()
    },

    async addKey({ ename, caller }, text, device) {
      const publicKey = readKey(text)
      const tenant = tenants.get(ename)
      if (tenant === undefined || tenant.publicKeys.includes(publicKey)) return
      if (tenant.publicKeys.length >= mostKeys) {
        throw new RequestError('INVALID_INPUT', `A vault has ${mostKeys} keys at most.`)
      }
      if (tenant.addedKeys.some((key) => key.publicKey === publicKey)) {
        throw new RequestError('INVALID_INPUT', 'publicKey: was revoked before.', 'publicKey')
      }
      const key: AddedKey = {
        ...{ publicKey, addedBy: describeCaller(caller), addedAt: new Date() },
        ...{ device: device ?? null, revokedAt: null },
      }
      await db.insert(publicKeysTable).values({ ename, ...key })
      tenant.addedKeys = [...tenant.addedKeys, key]
      await certifyAnew(ename)
      log.info({ ename, addedBy: key.addedBy }, 'public key added')
    },

    async revokeKey({ ename }, publicKey) {
      const tenant = tenants.get(ename)
      const key = tenant?.addedKeys.find((one) => one.publicKey === publicKey)
      if (tenant === undefined || key === undefined || key.revokedAt !== null) {
        throw new RequestError('NOT_FOUND', 'There is no added key like this.', 'publicKey')
      }
      const revokedAt = new Date()
      await db
        .update(publicKeysTable)
        .set({ revokedAt })
        .where(and(eq(publicKeysTable.ename, ename), eq(publicKeysTable.publicKey, publicKey)))
      tenant.addedKeys = tenant.addedKeys.map((one) => (one === key ? { ...key, revokedAt } : one))
      keyEnded()
      log.info({ ename }, 'public key revoked')
    },
  }
}

/** Keys that come with a vault, beside its first: as many as it may have. */
export function movedKeys(publicKeys: readonly string[]): AddedKey[] {
  const addedAt = new Date()
  const how = { addedBy: 'migration', addedAt, device: null, revokedAt: null }
  return publicKeys.slice(0, mostKeys).map((publicKey) => ({ publicKey, ...how }))
}

/** A key in the one form it is kept and compared in. */
export function readKey(text: string): string {
  try {
    return encodePublicKey(decodePublicKey(text.trim()))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError('INVALID_INPUT', `publicKey: ${reason}.`, 'publicKey')
  }
}
