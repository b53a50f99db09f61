import type { WindowCommand } from './contract.ts'

/** What the window and main say to each other about the lock. */

/** When the app locks by itself; only where there is a way to unlock it. */
export interface LockSettings {
  /** After so long without a key or the mouse, in minutes; null for never. */
  readonly idleMinutes: 1 | 5 | 15 | 60 | null
  /** When the computer goes to sleep. */
  readonly atSleep: boolean
  /** When the system's own screen is locked. */
  readonly atSystemLock: boolean
  /** When the app is started. One that was locked when it ended stays so anyway. */
  readonly atStart: boolean
}

/** How the lock is, as far as a page may know that anybody can see. */
export interface LockStatus {
  readonly isLocked: boolean
  /**
   * When it locks, in milliseconds since the epoch, although something is not saved; null where it
   * is not about to.
   */
  readonly locksAt: number | null
  readonly hasPassphrase: boolean
  /** How the system asks who is there, “Touch ID”; null where it can't. */
  readonly system: string | null
  /** Before then no passphrase is tried, in milliseconds since the epoch; null for now. */
  readonly retryAt: number | null
  /** Of the platforms the owner decided about; null while the vault does not answer. */
  readonly platforms: { readonly served: number; readonly refused: number } | null
  /** Links that came while it was locked: the newest is opened when it is unlocked. */
  readonly links: number
}

/** What links, tray and notifications have asked of the window while it was locked. */
export interface KeptCommands {
  /** To be done one after the other: of links the newest, and the newest of everything else. */
  readonly commands: readonly WindowCommand[]
  /** How many older links there were, which are not opened. */
  readonly leftOut: number
}

/** What came of a passphrase that was typed. */
export interface PassphraseAnswer {
  readonly isRight: boolean
  /** As in `LockStatus`. */
  readonly retryAt: number | null
}

export const PASSPHRASE_LENGTH = { least: 8, most: 256 } as const
/** Of UTF-8. */
export const LONGEST_PASSPHRASE_BYTES = 4 * PASSPHRASE_LENGTH.most

/** Calls, as in `IpcCalls`. Passphrases are UTF-8 in NFKC; main wipes them when it has used them. */
export interface LockCalls {
  'lock:read': { request: undefined; response: LockStatus }
  /** Asks first where something is not saved, and for a passphrase where there is no way back. */
  'lock:lock': { request: undefined; response: undefined }
  /** The owner is there: what was about to lock does not. */
  'lock:stay': { request: undefined; response: undefined }
  'lock:unlock': { request: { readonly passphrase: Uint8Array }; response: PassphraseAnswer }
  /** Has the system ask who is there; false where it was not the owner, or they stopped. */
  'lock:unlockWithSystem': { request: undefined; response: boolean }
  /**
   * Main asks for the file of the recovery kit; with it and its words another passphrase is kept,
   * and the app unlocked. False when the owner stopped. Fails with a message for the owner.
   */
  'lock:recover': {
    request: { readonly words: string; readonly passphrase: Uint8Array }
    response: boolean
  }
  /**
   * `next` takes the place of the current one, which has to be given where there is one; null is
   * none from then on.
   */
  'lock:setPassphrase': {
    request: { readonly current: Uint8Array | null; readonly next: Uint8Array | null }
    response: PassphraseAnswer
  }
  'lock:settings': { request: undefined; response: LockSettings }
  'lock:change': { request: LockSettings; response: undefined }
  /** What was asked of the window while it was locked; it is told once. */
  'lock:kept': { request: undefined; response: KeptCommands }
}

/** Events, as in `IpcEvents`. */
export interface LockEvents {
  'lock:changed': LockStatus
}
