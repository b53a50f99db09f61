import { type SigningPurpose, SigningRefused, VaultStartError } from '../../evault/index.ts'

/** Keeps the owner's key from signing while the app is locked. */
export interface SigningWhileLocked {
  /** @throws SigningRefused for what is not signed now */
  refuse(purpose: SigningPurpose): void
  /**
   * The key of backups, which lies at their place, is not opened now; those whose key is in the
   * keychain go on.
   * @throws VaultStartError `KEYCHAIN_LOCKED`
   */
  refuseBackupKey(): void
}

/**
 * What serving needs is signed all the same: what the registry of this computer says, and the proof
 * for a relay that main connects to. The end of the operation log is signed when it is unlocked.
 */
const goesOn: readonly SigningPurpose[] = ['registry-token', 'relay-proof']

export function whileLocked(isLocked: () => boolean): SigningWhileLocked {
  return {
    refuse(purpose) {
      if (isLocked() && !goesOn.includes(purpose)) {
        throw new SigningRefused('Nothing was signed: eVault is locked.')
      }
    },
    refuseBackupKey() {
      if (!isLocked()) return
      const message =
        'The backup needs the recovery key, and eVault is locked. Unlock it, then back up again.'
      throw new VaultStartError('KEYCHAIN_LOCKED', message)
    },
  }
}
