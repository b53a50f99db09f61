import { z } from 'zod'
import type { RegistryClient } from '../../registry/client.ts'
import { newEName, normaliseEName } from '../../w3id/ename.ts'
import { decodePublicKey, encodePublicKey } from '../../w3id/keys.ts'
import type { Grant } from '../access/authorise.ts'
import { describeCaller } from '../access/caller.ts'
import type { Database } from '../db/database.ts'
import { publicKeys, vaults } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { Log } from '../log.ts'
import { type Certification, createCertification } from './certificates.ts'
import { newEvaultId } from './identity.ts'

/** A vault this server holds. */
export interface Tenant {
  readonly ename: string
  readonly evaultId: string
  /** Multibase, the first one first. */
  readonly publicKeys: readonly string[]
  readonly certification: Certification
}

/** What a wallet sends for a new vault. Source: protocol §4, `POST /provision`. */
export interface ProvisionRequest {
  /** An entropy token of our registry. */
  readonly registryEntropy: string
  readonly namespace: string
  readonly publicKey?: string | undefined
}

/** All vaults of this server. */
export interface Tenants extends Disposable {
  /** null when this server holds no vault of that eName. */
  of(ename: string): Tenant | null
  all(): readonly Tenant[]
  /**
   * Makes a vault for an eName derived from the entropy, and registers it.
   * @throws RequestError `INVALID_INPUT`, `ALREADY_EXISTS`; RegistryError
   */
  provision(request: ProvisionRequest): Promise<Tenant>
  /**
   * Adds a key beside the ones there are. Source: protocol §4, `PATCH /public-key`.
   * @throws RequestError `INVALID_INPUT`
   */
  addKey(grant: Grant<'add-key'>, publicKey: string): Promise<void>
  /** Begins to register all vaults at this address; resolves when the owner's was tried. */
  start(uri: string): Promise<void>
}

interface Options {
  readonly db: Database
  readonly registry: RegistryClient
  /** The eName of this server's owner. */
  readonly owner: string
  readonly log: Log
}

const mostKeys = 20

type OpenTenant = Omit<Tenant, 'publicKeys'> & { publicKeys: string[] }

export async function openTenants({ db, registry, owner, log }: Options): Promise<Tenants> {
  const tenants = new Map<string, OpenTenant>()
  let address: string | null = null

  function open(ename: string, evaultId: string, keys: string[]): OpenTenant {
    const tenant: OpenTenant = {
      ename,
      evaultId,
      publicKeys: keys,
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

  const added = await db.select().from(publicKeys).orderBy(publicKeys.addedAt)
  for (const { ename, evaultId, publicKey } of await db.select().from(vaults)) {
    const more = added.filter((row) => row.ename === ename).map((row) => row.publicKey)
    open(ename, evaultId, [...(publicKey === null ? [] : [publicKey]), ...more])
  }

  return {
    of: (ename) => tenants.get(ename) ?? null,
    all: () => [...tenants.values()],

    async provision({ registryEntropy, namespace, publicKey }) {
      const key = publicKey === undefined ? null : readKey(publicKey)
      if (!z.uuid().safeParse(namespace).success) {
        throw new RequestError('INVALID_INPUT', 'namespace: must be a UUID.', 'namespace')
      }
      const ename = normaliseEName(newEName(await registry.readEntropy(registryEntropy), namespace))
      if (tenants.has(ename)) {
        throw new RequestError('ALREADY_EXISTS', 'A vault was made from this entropy before.')
      }
      if (address === null) throw new Error('the vault does not answer yet')
      const evaultId = newEvaultId()
      await registry.register({ ename, uri: address, evault: evaultId })
      const row = { ename, evaultId, publicKey: key, keychain: null, createdAt: new Date() }
      await db.insert(vaults).values(row)
      const tenant = open(ename, evaultId, key === null ? [] : [key])
      await tenant.certification.start(address)
      log.info({ ename, evaultId }, 'vault provisioned')
      return tenant
    },

    async addKey({ ename, caller }, text) {
      const publicKey = readKey(text)
      const tenant = tenants.get(ename)
      if (tenant === undefined || tenant.publicKeys.includes(publicKey)) return
      if (tenant.publicKeys.length >= mostKeys) {
        throw new RequestError('INVALID_INPUT', `A vault has ${mostKeys} keys at most.`)
      }
      const addedBy = describeCaller(caller)
      await db.insert(publicKeys).values({ ename, publicKey, addedBy, addedAt: new Date() })
      tenant.publicKeys = [...tenant.publicKeys, publicKey]
      if (address !== null) await tenant.certification.start(address)
      log.info({ ename, addedBy }, 'public key added')
    },

    async start(uri) {
      address = uri
      const starts = [...tenants.values()].map(({ ename, certification }) => ({
        ename,
        started: certification.start(uri),
      }))
      await starts.find(({ ename }) => ename === owner)?.started
    },

    [Symbol.dispose]() {
      for (const { certification } of tenants.values()) certification[Symbol.dispose]()
    },
  }
}

/** A key in the one form it is kept and compared in. */
function readKey(text: string): string {
  try {
    return encodePublicKey(decodePublicKey(text.trim()))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError('INVALID_INPUT', `publicKey: ${reason}.`, 'publicKey')
  }
}
