import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SecretStore } from '../../evault/index.ts'
import { passphraseHash } from './passphrase.ts'

/** What the keychain keeps of the lock, so that nothing of it is forgotten when the app ends. */
const lockRecord = z.object({
  version: z.literal(1),
  /** null where the owner has chosen none. */
  passphrase: passphraseHash.nullable(),
  failures: z.object({ count: z.int().min(0), lastAt: z.number() }),
  /** It was locked, and not unlocked since. */
  isLocked: z.boolean(),
})
export type LockRecord = Omit<z.infer<typeof lockRecord>, 'version'>

export const noFailures: LockRecord['failures'] = { count: 0, lastAt: 0 }
/** Of a lock that nobody has chosen a passphrase for. */
export const unlocked: LockRecord = { passphrase: null, failures: noFailures, isLocked: false }

/**
 * The name in the keychain. It is of the app on this folder and of no vault, so no recovery kit
 * takes it along: the lock is about this computer.
 */
export function lockRecordName(userData: string): string {
  return `lock/${createHash('sha256').update(userData).digest('hex').slice(0, 16)}`
}

/**
 * @returns `damaged` for one that can't be read: it never counts as none
 * @throws VaultStartError what the keychain throws
 */
export async function readLockRecord(
  store: Pick<SecretStore, 'get'>,
  name: string,
): Promise<LockRecord | 'damaged'> {
  const text = await store.get(name)
  if (text === null) return unlocked
  try {
    const { version: _, ...record } = lockRecord.parse(JSON.parse(text))
    return record
  } catch {
    return 'damaged'
  }
}

/** @throws VaultStartError what the keychain throws */
export function writeLockRecord(
  store: Pick<SecretStore, 'set'>,
  name: string,
  record: LockRecord,
): Promise<void> {
  return store.set(name, JSON.stringify({ version: 1, ...record }))
}
