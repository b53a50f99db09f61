import { z } from 'zod'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { createPersonTokenVerifier } from '../../registry/person-token.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import type { Transact } from '../db/store.ts'
import { RequestError } from '../errors.ts'
import { fileOntology } from '../files/files.ts'
import type { Tenant } from '../keys/tenant.ts'
import type { Tenants } from '../keys/tenants.ts'
import { createIdentityLogs, type IdentityLogs } from './identity-logs.ts'
import { createLocalVault, ownerGrant } from './local-vault.ts'
import type { MovedRecord } from './record-hash.ts'
import { type HostState, migrationVersion } from './remote-host.ts'
import type { RecordPage } from './remote-vault.ts'
import type { Standings } from './standings.ts'

/** What this server does for vaults that are moved to it, or from it. */
export interface Hosting {
  /** What it says of an eName, to anybody. */
  state(ename: string): HostState & { readonly version: 1 }
  /**
   * Makes room for an eName that is proven by a key which the registry certifies for it.
   * @param token a person's JWT for this server's own id, signed by that key
   * @throws RequestError `FORBIDDEN`, `UNAUTHENTICATED`, `UNAVAILABLE`, `ALREADY_EXISTS`
   */
  arrive(ename: string, token: string, certificates: readonly string[]): Promise<void>
  /**
   * Takes note that the registry sends those who ask here.
   * @throws RequestError `UNAVAILABLE` where it does not
   */
  arrived(ename: string): Promise<void>
  /** Takes note that the vault is elsewhere. @throws RequestError `INVALID_INPUT` */
  left(ename: string, uri: string): Promise<void>
  /** Records with their ACLs, for their owner. */
  page(ename: string, after: string | null): Promise<RecordPage>
  byIds(ename: string, ids: readonly string[]): Promise<readonly MovedRecord[]>
  /**
   * Has a record stand for the bytes that came with another, whose record goes.
   * @throws RequestError `NOT_FOUND`, `FORBIDDEN` where the vault is no arriving one
   */
  adoptFile(ename: string, id: string, from: string): Promise<void>
  readonly identityLogs: IdentityLogs
}

interface Means {
  readonly db: Database
  readonly transact: Transact
  readonly tenants: Tenants
  readonly standings: Standings
  readonly registry: Pick<RegistryClient, 'resolve' | 'verifyCertificate'>
  /** This server's owner, whose policy says whether it makes room for others. */
  readonly ename: string
  readonly makesRoom: () => boolean
  readonly address: () => string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const mostCertificates = 20
const webUrl = z.url({ protocol: /^https?$/ })

const moveFile = `UPDATE files SET id = $2 WHERE ename = $1 AND id = $3
  AND NOT EXISTS (SELECT FROM files AS there WHERE there.ename = $1 AND there.id = $2)`
const dropFile = 'DELETE FROM files WHERE ename = $1 AND id = $2'
const selectFiles = 'SELECT id FROM files WHERE ename = $1 AND id = ANY ($2::text[])'

export function createHosting(means: Means): Hosting {
  const { db, transact, tenants, standings, registry, ename: owner, makesRoom } = means
  const serverId = () => tenants.of(owner)?.evaultId ?? ''
  const identityLogs = createIdentityLogs({ db, tenants, owner, now: means.now })
  const local = (ename: string) => createLocalVault({ db, transact, ename })

  /** The keys that these certificates vouch for. Those that do not hold are skipped. */
  async function vouchedKeys(ename: string, certificates: readonly string[]): Promise<string[]> {
    const keys = new Set<string>()
    let unsure: RegistryError | null = null
    for (const certificate of certificates.slice(0, mostCertificates)) {
      try {
        keys.add((await registry.verifyCertificate(certificate, ename)).publicKey)
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        if (error.code !== 'INVALID_TOKEN') unsure = error
      }
    }
    if (keys.size === 0 && unsure !== null) throw new RequestError('UNAVAILABLE', unsure.message)
    return [...keys]
  }

  /** Whether the registry sends those who ask to this server. */
  async function isResolvedTo({ ename, evaultId }: Pick<Tenant, 'ename' | 'evaultId'>) {
    const entry = await registry.resolve(ename, { fresh: true }).catch((error: unknown) => {
      if (error instanceof RegistryError) throw new RequestError('UNAVAILABLE', error.message)
      throw error
    })
    if (entry?.stale) throw new RequestError('UNAVAILABLE', 'The registry can’t be asked now.')
    return entry?.evault === evaultId
  }

  async function prove(ename: string, token: string, keys: readonly string[]): Promise<void> {
    const verify = createPersonTokenVerifier({ keysOf: async () => keys, now: means.now })
    try {
      const person = await verify(token, [serverId()])
      if (person.ename === ename) return
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      throw new RequestError('UNAUTHENTICATED', error.message)
    }
    throw new RequestError('FORBIDDEN', 'The token speaks for another eName.')
  }

  return {
    identityLogs,

    state(ename) {
      const tenant = tenants.of(ename)
      const standing = standings.of(ename)?.standing ?? 'here'
      return {
        version: migrationVersion,
        serverId: serverId(),
        accepts: makesRoom() || tenant !== null,
        uri: means.address(),
        vault: tenant && { evaultId: tenant.evaultId, standing },
      }
    },

    async arrive(ename, token, certificates) {
      const known = tenants.of(ename)
      const standing = standings.of(ename)?.standing ?? null
      if (standing === 'frozen') throw new RequestError('UNAVAILABLE', 'It is about to leave.')
      if (known !== null && standing === null && (await isResolvedTo(known))) {
        throw new RequestError('ALREADY_EXISTS', 'The vault of this eName is here.')
      }
      if (known === null && !makesRoom()) {
        throw new RequestError('FORBIDDEN', 'This server makes no room for vaults of others.')
      }
      const keys = await vouchedKeys(ename, certificates)
      await prove(ename, token, keys)
      if (known === null) await tenants.host(ename, keys)
      else {
        await standings.set(ename, 'arriving')
        await tenants.renewKeys(ename, keys)
      }
      await tenants.certifyAnew(ename)
    },

    async arrived(ename) {
      const standing = standings.of(ename)?.standing ?? null
      if (standing === null) return
      if (standing === 'frozen') throw new RequestError('UNAVAILABLE', 'It is about to leave.')
      const tenant = tenants.of(ename)
      if (tenant === null || !(await isResolvedTo(tenant))) {
        throw new RequestError('UNAVAILABLE', 'The registry does not send those who ask here.')
      }
      await standings.set(ename, null)
      await tenants.certifyAnew(ename)
    },

    async left(ename, uri) {
      if (!webUrl.safeParse(uri).success) {
        throw new RequestError('INVALID_INPUT', 'uri: must be an http or https address.', 'uri')
      }
      await standings.set(ename, 'left', uri)
      await tenants.certifyAnew(ename)
    },

    page: (ename, after) => local(ename).page(after),
    byIds: async (ename, ids) => [...(await local(ename).byIds(ids)).values()],

    async adoptFile(ename, id, from) {
      if (standings.of(ename)?.standing !== 'arriving') {
        throw new RequestError('FORBIDDEN', 'Only a vault that is being moved here takes files so.')
      }
      const grant = ownerGrant('update', ename)
      await transact(async ({ envelopes, tx }) => {
        const record = await envelopes.find(grant, id)
        const rows = await ask<{ id: string }>(tx, selectFiles, [ename, arrayLiteral([id, from])])
        const isThere = (wanted: string) => rows.some((row) => row.id === wanted)
        if (record?.ontology !== fileOntology || !(isThere(from) || isThere(id))) {
          throw new RequestError('NOT_FOUND', 'There is no such file.')
        }
        // Done before: the answer was lost.
        if (!isThere(from)) return
        // Sent once more, because the bytes have changed.
        if (isThere(id)) await ask(tx, dropFile, [ename, id])
        await ask(tx, moveFile, [ename, id, from])
        const uploaded = await envelopes.find(grant, from)
        if (uploaded !== null) await envelopes.remove(ownerGrant('remove', ename), from)
      })
    },
  }
}
