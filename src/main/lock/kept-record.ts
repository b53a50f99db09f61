import type { SecretStore } from '../../evault/index.ts'
import { type LockRecord, noFailures, readLockRecord, writeLockRecord } from './lock-record.ts'
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
      const base: LockRecord =
        value === 'damaged' ? { passphrase: null, failures: noFailures, isLocked: true } : value
      const next = { ...base, ...changes }
      // Where the keychain does not take it, it holds at least for as long as the app runs. One that
      // can't be read takes a new passphrase only.
      if (value !== 'damaged' || changes.passphrase != null) value = next
      else return Promise.resolve()
      written = written
        .catch(() => {})
        .then(async () => writeLockRecord(await openStore(), name, next))
      return written
    },
  }
}
