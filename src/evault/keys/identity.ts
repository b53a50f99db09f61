import { randomBytes, randomUUID } from 'node:crypto'
import { isNotNull } from 'drizzle-orm'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { newEName } from '../../w3id/ename.ts'
import type { Database } from '../db/database.ts'
import { vaults } from '../db/schema.ts'
import { VaultStartError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { KeyCustody } from './custody.ts'

/** Who this vault belongs to. */
export interface Identity {
  readonly ename: string
  /** The vault instance's own W3ID. */
  readonly evaultId: string
  /** The owner's public key, multibase. */
  readonly publicKey: string
}

/** Where the keychain keeps the keys of a vault instance. */
export const keyNames = {
  owner: (evaultId: string) => `${evaultId}/owner`,
  registry: (evaultId: string) => `${evaultId}/registry`,
}

/**
 * The identity in this database, or null before the first start. Its private key must be in
 * the keychain: a vault never gets a second key behind its owner's back.
 * @throws VaultStartError `KEY_MISSING`, `KEY_MISMATCH`, and what the keychain throws
 */
export async function findIdentity(db: Database, custody: KeyCustody): Promise<Identity | null> {
  const [stored] = await db.select().from(vaults).where(isNotNull(vaults.keychain)).limit(1)
  if (stored === undefined) return null
  const publicKey = await custody.publicKey(keyNames.owner(stored.evaultId))
  if (publicKey === null) {
    throw new VaultStartError(
      'KEY_MISSING',
      `The key of this vault (${stored.ename}) is not in ${custody.keychain.name}. It was kept in: ${stored.keychain}. Your records are untouched; bring that keychain back and try again.`,
    )
  }
  if (publicKey !== stored.publicKey) {
    throw new VaultStartError(
      'KEY_MISMATCH',
      `The key in ${custody.keychain.name} is not the one this vault (${stored.ename}) was made with. Nothing was changed; bring the right keychain back and try again.`,
    )
  }
  return { ename: stored.ename, evaultId: stored.evaultId, publicKey }
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
  const publicKey = await custody.createKey(keyNames.owner(evaultId))
  const entropy = await drawEntropy(registry, { patience, log })
  const ename = newEName(entropy, randomUUID())
  const keychain = custody.keychain.name
  await db.insert(vaults).values({ ename, evaultId, publicKey, keychain, createdAt: new Date() })
  log.info({ ename, evaultId, keychain }, 'identity created')
  return { ename, evaultId, publicKey }
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
