import { type SigningPurpose, SigningRefused } from '../../evault/index.ts'

/** Keeps the owner's key from signing while the app is locked. */
export interface SigningWhileLocked {
  /** @throws SigningRefused for what is not signed now */
  refuse(purpose: SigningPurpose): void
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
  }
}
