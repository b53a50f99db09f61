import { randomBytes, randomUUID } from 'node:crypto'
import { isNotNull } from 'drizzle-orm'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { newEName } from '../../w3id/ename.ts'
import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import { refuseUnfinishedImport } from '../archive/import-progress.ts'
import type { Database } from '../db/database.ts'
import { ownerKeys } from '../db/identity-schema.ts'
import { vaults } from '../db/schema.ts'
import type { Log } from '../log.ts'
import type { KeyCustody } from './custody.ts'
import { createIdentityLogStorage } from './identity-log-storage.ts'
import { validateIdentityLog } from './validate-identity-log.ts'

/** Who this vault belongs to. */
export interface Identity {
  readonly ename: string
  /** The vault instance's own W3ID. */
  readonly evaultId: string
  /** The key the vault was made with, multibase. */
  readonly publicKey: string
  /** What was given the key then, for people. */
  readonly keychain: string
}

/** Where the keychain keeps the keys of a vault instance. */
export const keyNames = {
  /** @param number 1 for the key the vault was made with */
  owner: (evaultId: string, number: number) =>
    number === 1 ? `${evaultId}/owner` : `${evaultId}/owner/${number}`,
  registry: (evaultId: string, number = 1) =>
    number === 1 ? `${evaultId}/registry` : `${evaultId}/registry/${number}`,
  /** What the vault's data key is wrapped with. */
  storage: (evaultId: string) => `${evaultId}/storage`,
  /** The age key that the data key is encrypted to as well, and backups are. */
  recovery: (evaultId: string) => `${evaultId}/recovery`,
  /** The age key of the vault's backups. */
  backup: (evaultId: string) => `${evaultId}/backup`,
  /** What lets us in where they are kept: the secret of an access key. */
  backupPlace: (evaultId: string) => `${evaultId}/backup-place`,
}

/**
 * The identity in this database, or null before the first start.
 * @throws VaultStartError `IMPORT_UNFINISHED`
 */
export async function findIdentity(db: Database): Promise<Identity | null> {
  await refuseUnfinishedImport(db)
  const [stored] = await db.select().from(vaults).where(isNotNull(vaults.keychain)).limit(1)
  if (stored === undefined || stored.publicKey === null || stored.keychain === null) return null
  const { ename, evaultId, publicKey, keychain } = stored
  return { ename, evaultId, publicKey, keychain }
}

/** An identity that comes from a recovery kit; its keys are in the keychain already. */
export interface RestoredIdentity {
  readonly ename: string
  readonly evaultId: string
  /** The identity log, oldest entry first. */
  readonly log: readonly unknown[]
  /** What the kit's keys are called in the keychain. */
  readonly keyNames: readonly string[]
}

/**
 * Makes an empty database the vault of an identity that exists. Done again after a crash it goes
 * on where it was.
 * @throws VaultStartError `IDENTITY_LOG_DAMAGED`
 */
export async function adoptIdentity(
  db: Database,
  custody: KeyCustody,
  { ename, evaultId, log: entries, keyNames: names }: RestoredIdentity,
): Promise<Identity> {
  const log = entries as readonly IdentityLogEntry[]
  await validateIdentityLog(log, ename)
  const storage = createIdentityLogStorage(db)
  const { length } = await storage.read(ename)
  for (const entry of log.slice(length)) await storage.append(entry)
  const ownKeyNames = names.filter((name) => name.startsWith(keyNames.owner(evaultId, 1)))
  for (const keyName of ownKeyNames) {
    const publicKey = await custody.publicKey(keyName)
    if (publicKey === null) continue
    const row = { ename, publicKey, keyName, createdAt: new Date() }
    await db.insert(ownerKeys).values(row).onConflictDoNothing()
  }
  const publicKey = log[0]?.updateKeys[0] as string
  const keychain = custody.keychain.name
  await db.insert(vaults).values({ ename, evaultId, publicKey, keychain, createdAt: new Date() })
  return { ename, evaultId, publicKey, keychain }
}

/** A W3ID for a vault instance that has none yet. */
export function newEvaultId(): string {
  return `@${randomUUID()}`
}

interface Circumstances {
  /** Resolves when the registry has been waited for long enough. */
  readonly patience: Promise<unknown>
  readonly log: Log
}

/**
 * Makes the owner's key and eName and keeps them. The eName comes from the registry's entropy
 * (protocol §4, `POST /provision`), or from our own while the registry is away.
 */
export async function createIdentity(
  db: Database,
  custody: KeyCustody,
  registry: RegistryClient,
  evaultId: string,
  { patience, log }: Circumstances,
): Promise<Identity> {
  const publicKey = await custody.createKey(keyNames.owner(evaultId, 1))
  const entropy = await drawEntropy(registry, { patience, log })
  const ename = newEName(entropy, randomUUID())
  const keychain = custody.keychain.name
  await db.insert(vaults).values({ ename, evaultId, publicKey, keychain, createdAt: new Date() })
  log.info({ ename, evaultId, keychain }, 'identity created')
  return { ename, evaultId, publicKey, keychain }
}

async function drawEntropy(
  registry: RegistryClient,
  { patience, log }: Circumstances,
): Promise<string> {
  const inTime = patience.then(() => Promise.reject(new RegistryError('UNREACHABLE', 'too slow')))
  try {
    return await Promise.race([registry.entropy(), inTime])
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    log.warn({ cause: error.message }, 'no entropy from the registry; drawing our own')
    return randomBytes(15).toString('base64url')
  }
}
