import { createHash } from 'node:crypto'
import { inject } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/evault/db/open.ts'
import { createKeyCustody, type SecretStore } from '../../src/evault/index.ts'
import { OpenParts } from '../../src/evault/open-parts.ts'
import { openStorage } from '../../src/evault/open-storage.ts'
import type { Seal } from '../../src/evault/seal/seal.ts'
import type { Released } from './released.ts'
import { memorySecretStore } from './test-vault.ts'

const keyFor = (purpose: string) => createHash('sha256').update(purpose).digest()

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** For rooms that are tested without a vault around them. */
export const testSeal: Pick<Seal, 'key'> = { key: keyFor }

/** A database without a vault around it: a new one, or the one that a test has made there. */
export function openTestDatabase(
  directory: string,
  templateDirectory: string | null = inject('templateDirectory'),
): Promise<OpenDatabase> {
  return openDatabase(directory, {
    key: testDatabaseKey,
    ...{ isNew: true, acknowledge: 'durable', templateDirectory, log },
  })
}

export const testDatabaseKey = Buffer.concat([keyFor('database'), keyFor('tweak')])

/** The database of a vault that is closed, and what opens its files. */
export async function openStored(
  directory: string,
  store: SecretStore,
): Promise<Omit<OpenDatabase, 'snapshot'> & { readonly seal: Seal }> {
  const parts = new OpenParts()
  const openCustody = async () => createKeyCustody(store)
  const means = { openCustody, log, templateDirectory: null }
  try {
    const { db, seal } = await openStorage(directory, means, parts)
    return { db, seal, [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose]() }
  } catch (error) {
    await parts[Symbol.asyncDispose]()
    throw error
  }
}

/** The keychain of a vault that a release has left. */
export function storeOf({ secrets }: Released): ReturnType<typeof memorySecretStore> {
  const store = memorySecretStore()
  for (const [name, secret] of Object.entries(secrets)) store.secrets.set(name, secret)
  return store
}
