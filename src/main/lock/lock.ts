import type { Logger } from 'pino'
import type { SecretStore } from '../../evault/index.ts'
import type { LockCalls, LockStatus } from '../../ipc/lock.ts'
import type { Handlers } from '../ipc.ts'
import type { SettingsFile } from '../settings.ts'
import type { RecoveryKits } from '../vault/recovery-kit.ts'
import type { VaultSupervisor } from '../vault/supervisor.ts'
import type { OwnerWindow } from '../window/owner-window.ts'
import { type AppLock, createAppLock, type Lockable } from './app-lock.ts'
import { openKeptRecord } from './kept-record.ts'
import { lockRecordName } from './lock-record.ts'
import { firstLockSettings } from './lock-settings.ts'
import { proveByKit } from './proof-by-kit.ts'
import { systemPrompt } from './system-prompt.ts'
import { watchTriggers } from './triggers.ts'

interface Means {
  readonly userData: string
  readonly settings: SettingsFile
  readonly openStore: () => Promise<SecretStore>
  readonly vault: () => VaultSupervisor
  readonly kits: () => Pick<RecoveryKits, 'open'>
  /** null while there is none. */
  readonly window: () => OwnerWindow | null
  /** Told after each change, for menu and tray. */
  readonly onChange: () => void
  readonly log: Logger
}

/** The lock with everything that it closes and all that makes it close. */
export interface WiredLock extends Disposable {
  readonly app: AppLock
  /**
   * Whether the vault is to start locked.
   * @throws VaultStartError what the keychain throws
   */
  readonly startsLocked: () => Promise<boolean>
  /** Whether it is locked; no where the keychain does not answer, as no vault does then. */
  readonly isLocked: () => Promise<boolean>
  readonly handlers: Pick<Handlers, keyof LockCalls>
  /** Tells the page, where what it shows has changed: as when the vault has started. */
  tell(): void
}

/** Wires the lock. Part of the app's entry (`index.ts`). */
export function createLock(means: Means): WiredLock {
  const { userData, settings, openStore, vault, kits, window, log } = means
  let current = firstLockSettings

  const lockable: Lockable = {
    get isHeld() {
      return window()?.isHeld ?? false
    },
    mayLeave: async () => (await window()?.mayLeave()) ?? true,
    drawAnew: () => void window()?.drawAnew().catch(noted),
    close: () => void vault().lock().catch(noted),
    open: () => void vault().unlock().catch(noted),
    chooseWayBack: () =>
      void window()?.run({ kind: 'go', path: '/settings?section=lock&passphrase' }),
    changed() {
      means.onChange()
      tell()
    },
  }
  const noted = (error: unknown) => log.warn({ cause: String(error) }, 'not all of the lock')
  const app = createAppLock({
    ...{ lockable, prompt: systemPrompt() },
    openRecord: () => openKeptRecord(openStore, lockRecordName(userData)),
    async isAwaited() {
      const { keys, lock } = await settings.read()
      current = lock ?? firstLockSettings
      return { hasVault: keys !== undefined, locksAtStart: current.atStart }
    },
    log: noted,
  })
  const triggers = watchTriggers({ settings: () => current, lock: app })
  const startsLocked = async () => {
    await app.begin()
    return app.isLocked
  }
  const isLocked = () => startsLocked().catch(() => false)

  async function status(): Promise<LockStatus> {
    await isLocked()
    const platforms =
      (await vault()
        .call?.('countPlatforms')
        .catch(() => null)) ?? null
    return { ...app.status(), platforms }
  }
  const tell = () => void status().then((now) => window()?.send('lock:changed', now))

  return {
    ...{ app, startsLocked, isLocked, tell },
    handlers: {
      'lock:read': status,
      'lock:lock': async () => void (await app.lockByHand()),
      'lock:stay': () => void app.stay(),
      'lock:unlock': ({ passphrase }) => app.unlock(passphrase),
      'lock:unlockWithSystem': () => app.unlockWithSystem(),
      async 'lock:recover'({ words, passphrase }) {
        try {
          const kit = await kits().open(window()?.parent ?? null, words)
          if (kit === null) return false
          await proveByKit(kit, vault().status, await openStore())
          await app.reset(passphrase)
          return true
        } finally {
          passphrase.fill(0)
        }
      },
      'lock:setPassphrase': ({ current, next }) => app.setPassphrase(current, next),
      'lock:settings': async () => (await settings.read()).lock ?? firstLockSettings,
      async 'lock:change'(lock) {
        await settings.change((before) => ({ ...before, lock }))
        current = lock
      },
      'lock:kept': () => app.takeKept(),
    },
    [Symbol.dispose]() {
      triggers[Symbol.dispose]()
      app[Symbol.dispose]()
    },
  }
}
