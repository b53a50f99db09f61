import type { Consents } from '../access/consents.ts'

/**
 * Whether the app that this vault belongs to is locked, as far as the vault has to know: some
 * platforms are refused meanwhile, and nothing is signed in the owner's name.
 */
export interface VaultLock {
  readonly isLocked: boolean
  /** Whether a platform is refused now, and deliveries to it wait. */
  refuses(ename: string, caller: { readonly platform: string; readonly verified: boolean }): boolean
  lock(): void
  unlock(): void
  /** Calls each time it is unlocked. */
  whenUnlocked(listener: () => void): void
}

export function createVaultLock(consents: Pick<Consents, 'of'>, startsLocked: boolean): VaultLock {
  const listeners: (() => void)[] = []
  let isLocked = startsLocked
  return {
    get isLocked() {
      return isLocked
    },
    refuses: (ename, caller) => isLocked && consents.of(ename, caller)?.refusedWhileLocked === true,
    lock() {
      isLocked = true
    },
    unlock() {
      isLocked = false
      for (const listener of listeners) listener()
    },
    whenUnlocked: (listener) => void listeners.push(listener),
  }
}
