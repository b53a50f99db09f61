import type { SecretStore } from '../../evault/index.ts'
import { readLockRecord, unlocked, writeLockRecord } from './lock-record.ts'
import type { KeptRecord } from './passphrase-check.ts'

/**
 * Reads the lock's entry in the keychain, and keeps what changes.
 * @throws VaultStartError what the keychain throws
 */
export async function openKeptRecord(
  openStore: () => Promise<SecretStore>,
  name: string,
): Promise<KeptRecord> {
  let value = await readLockRecord(await openStore(), name)
  let written: Promise<void> = Promise.resolve()

  return {
    get value() {
      return value
    },
    change(changes) {
      // One that can't be read is left as it is until another passphrase takes its place.
      if (value === 'damaged' && changes.passphrase == null) return Promise.resolve()
      const before = value === 'damaged' ? { ...unlocked, isLocked: true } : value
      const next = { ...before, ...changes }
      // Where the keychain does not take it, it holds at least for as long as the app runs.
      value = next
      written = written
        .catch(() => {})
        .then(async () => writeLockRecord(await openStore(), name, next))
      return written
    },
  }
}
