import { z } from 'zod'
import type { RegistryClient } from '../../registry/client.ts'
import { newEName, normaliseEName } from '../../w3id/ename.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { publicKeys as publicKeysTable } from '../db/identity-schema.ts'
import { vaults } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Standings } from '../migration/standings.ts'
import { createCertification } from './certificates.ts'
import { newEvaultId } from './identity.ts'
import type { OwnerKeys } from './owner-keys.ts'
import type { AddedKey, OpenTenant, Tenant } from './tenant.ts'
import { createTenantKeys, movedKeys, readKey, type TenantKeys } from './tenant-keys.ts'

/** What a wallet sends for a new vault. Source: protocol §4, `POST /provision`. */
export interface ProvisionRequest {
  /** An entropy token of our registry. */
  readonly registryEntropy: string
  readonly namespace: string
  readonly publicKey?: string | undefined
}

/** All vaults of this server. */
export interface Tenants extends TenantKeys, Disposable {
  /** null when this server holds no vault of that eName. */
  of(ename: string): Tenant | null
  all(): readonly Tenant[]
  /**
   * Makes a vault for an eName derived from the entropy, and registers it.
   * @throws RequestError `INVALID_INPUT`, `ALREADY_EXISTS`; RegistryError
   */
  provision(request: ProvisionRequest): Promise<Tenant>
  /**
   * Makes room for an eName that is on its way here: the registry is told nothing until it has
   * arrived. Does nothing where it is held here already.
   * @param publicKeys multibase; those that speak for it
   */
  host(ename: string, publicKeys: readonly string[]): Promise<Tenant>
  /** Renews the owner's key (`owner-keys.ts`) and has the new one certified. */
  rotateOwnerKey(grant: Grant<'administer'>): Promise<void>
  /** Has a listener told when a key speaks for its eName no more. */
  whenKeyEnds(listener: () => void): void
  /**
   * Says where this server answers.
   * @param announced what the registry is told; null for what it knows already
   */
  answerAt(uri: string, announced: string | null): void
  /** Has the registry told of another address; resolves when that was tried for the owner. */
  moveTo(announced: string | null): Promise<void>
  /** Begins to register and certify all vaults there; resolves when the owner's was tried. */
  certify(): Promise<void>
  /** Does that so many milliseconds later, or as soon as somebody wants to tell of certificates. */
  certifyWithin(ms: number): void
  /** What the registry was last told; null while that is what it knew already. */
  readonly announced: string | null
  /** Has the keys that a vault has now certified. */
  certifyAnew(ename: string): Promise<void>
  /** For who tells of certificates: what was put off is done first. */
  whenCertified(): Promise<void>
  /** Has the registry forget all vaults. Throws a RegistryError when one is not forgotten. */
  leaveRegistry(): Promise<void>
}

interface Options {
  readonly db: Database
  readonly registry: RegistryClient
  readonly owner: { readonly ename: string; readonly keys: OwnerKeys }
  readonly standings: Pick<Standings, 'of' | 'set'>
  readonly log: Log
}

export async function openTenants(options: Options): Promise<Tenants> {
  const { db, registry, owner, standings, log } = options
  const keyEndListeners: (() => void)[] = []
  const beingMade = new Set<string>()
  const tenants = new Map<string, OpenTenant>()
  let address: string | null = null
  let announced: string | null = null
  let putOff: NodeJS.Timeout | null = null
  let certifying: Promise<void> | null = null

  function open(ename: string, evaultId: string, first: string | null, addedKeys: AddedKey[]) {
    const tenant: OpenTenant = {
      ename,
      evaultId,
      firstKey: first,
      addedKeys,
      get publicKeys() {
        const { firstKey } = tenant
        const first = firstKey === null ? [] : [firstKey]
        const own = ename === owner.ename ? owner.keys.current : first
        const added = tenant.addedKeys.filter(({ revokedAt }) => revokedAt === null)
        return [...own, ...added.map(({ publicKey }) => publicKey)]
      },
      certification: createCertification({
        identity: { ename, evaultId },
        publicKeys: () => tenant.publicKeys,
        registry,
        log,
      }),
    }
    tenants.set(ename, tenant)
    return tenant
  }

  const added = await db.select().from(publicKeysTable).orderBy(publicKeysTable.addedAt)
  for (const { ename, evaultId, publicKey } of await db.select().from(vaults)) {
    const more = added.filter((row) => row.ename === ename)
    open(ename, evaultId, publicKey, more)
  }

  /** What the registry is told of a vault: nothing of one that is on its way, or gone. */
  function addressOf(ename: string): string | null {
    return standings.of(ename) === null ? announced : null
  }

  async function certifyAll(): Promise<void> {
    const starts = [...tenants.values()].map(({ ename, certification }) => ({
      ename,
      started: certification.start(addressOf(ename)),
    }))
    await starts.find(({ ename }) => ename === owner.ename)?.started
  }

  function certify(): Promise<void> {
    certifying ??= certifyAll()
    return certifying
  }

  async function makeTenant(ename: string, publicKey: string | null): Promise<OpenTenant> {
    const uri = announced ?? address
    if (uri === null) throw new Error('the vault does not answer yet')
    const evaultId = newEvaultId()
    await registry.register({ ename, uri, evault: evaultId })
    const row = { ename, evaultId, publicKey, keychain: null, createdAt: new Date() }
    await db.insert(vaults).values(row)
    const tenant = open(ename, evaultId, publicKey, [])
    await tenant.certification.start(uri)
    log.info({ ename, evaultId }, 'vault provisioned')
    return tenant
  }

  function keyEnded(): void {
    for (const listener of keyEndListeners) listener()
  }

  /** Those that are certified already stay certified while the registry is away. */
  async function certifyAnew(ename: string): Promise<void> {
    if (address !== null) await tenants.get(ename)?.certification.start(addressOf(ename))
  }

  const keys = createTenantKeys({ db, tenants, ownerName: owner.ename, keyEnded, certifyAnew, log })

  return {
    ...keys,
    of: (ename) => tenants.get(ename) ?? null,
    all: () => [...tenants.values()],

    async provision({ registryEntropy, namespace, publicKey }) {
      const key = publicKey === undefined ? null : readKey(publicKey)
      if (!z.uuid().safeParse(namespace).success) {
        throw new RequestError('INVALID_INPUT', 'namespace: must be a UUID.', 'namespace')
      }
      const ename = normaliseEName(newEName(await registry.readEntropy(registryEntropy), namespace))
      if (tenants.has(ename) || beingMade.has(ename)) {
        throw new RequestError('ALREADY_EXISTS', 'A vault was made from this entropy before.')
      }
      beingMade.add(ename)
      try {
        return await makeTenant(ename, key)
      } finally {
        beingMade.delete(ename)
      }
    },

    async host(ename, publicKeys) {
      const known = tenants.get(ename)
      if (known !== undefined) return known
      const [publicKey = null, ...more] = publicKeys.map(readKey)
      // First of all: after a crash it must not be taken for one that is here.
      await standings.set(ename, 'arriving')
      const evaultId = newEvaultId()
      const row = { ename, evaultId, publicKey, keychain: null, createdAt: new Date() }
      const addedKeys = movedKeys(more)
      await db.transaction(async (tx) => {
        await tx.insert(vaults).values(row)
        for (const key of addedKeys) {
          await tx.insert(publicKeysTable).values({ ename, ...key })
        }
      })
      const tenant = open(ename, evaultId, publicKey, addedKeys)
      log.info({ ename, evaultId }, 'room made for a vault that is moved here')
      return tenant
    },

    async rotateOwnerKey({ ename }) {
      if (ename !== owner.ename) throw new RequestError('FORBIDDEN', 'Its key is elsewhere.')
      await owner.keys.rotate()
      keyEnded()
      await certifyAnew(ename)
    },

    whenKeyEnds: (listener) => void keyEndListeners.push(listener),

    answerAt(uri, toAnnounce) {
      address = uri
      announced = toAnnounce
    },

    moveTo(toAnnounce) {
      announced = toAnnounce
      clearTimeout(putOff ?? undefined)
      certifying = certifyAll()
      return certifying
    },

    get announced() {
      return announced
    },

    certify,
    certifyAnew,

    async leaveRegistry() {
      // The entry of one that is gone, or on its way, is of the vault where it is.
      const here = [...tenants.values()].filter(({ ename }) => standings.of(ename) === null)
      await Promise.all(here.map(({ certification }) => certification.leave()))
    },

    certifyWithin(ms) {
      putOff = setTimeout(() => void certify(), ms)
    },

    whenCertified: () => (putOff === null ? Promise.resolve() : certify()),

    [Symbol.dispose]() {
      clearTimeout(putOff ?? undefined)
      for (const { certification } of tenants.values()) certification[Symbol.dispose]()
    },
  }
}
