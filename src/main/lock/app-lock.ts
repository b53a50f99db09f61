import type { WindowCommand } from '../../ipc/contract.ts'
import type { KeptCommands, LockStatus, PassphraseAnswer } from '../../ipc/lock.ts'
import { keepCommands } from './kept-commands.ts'
import { type LockCause, type LockEvent, type LockState, nextLockState } from './lock-state.ts'
import type { KeptRecord } from './passphrase-check.ts'
import { createPassphraseCheck, type PassphraseCheck } from './passphrase-check.ts'
import type { SystemPrompt } from './system-prompt.ts'

/** What the lock closes and opens; none of it may wait for another. */
export interface Lockable {
  /** Whether something in the window is not saved or not finished. */
  readonly isHeld: boolean
  /** Asks the owner whether that may be lost. */
  mayLeave(): Promise<boolean>
  /** Loads the window anew, without what it held. */
  drawAnew(): void
  /** Drops the keys, and closes the owner's gate. */
  close(): void
  /** Opens the gate again. */
  open(): void
  /** Leads the owner to where a passphrase is chosen. */
  chooseWayBack(): void
  /** Tells the window, tray and menu. */
  changed(): void
}

interface Means {
  /** @throws VaultStartError what the keychain throws */
  readonly openRecord: () => Promise<KeptRecord>
  /** Before there is a vault the keychain is not asked for anything. */
  readonly isAwaited: () => Promise<{ readonly hasVault: boolean; readonly locksAtStart: boolean }>
  readonly prompt: SystemPrompt | null
  readonly lockable: Lockable
  readonly log: (cause: string) => void
  readonly now?: () => number
}

/** The app's lock: who is let in, and what is closed until then. */
export interface AppLock extends Disposable {
  readonly isLocked: boolean
  /** Aborted when it locks: questions that are open are taken back. */
  readonly signal: AbortSignal
  /**
   * Finds out whether the app starts locked, once.
   * @throws VaultStartError what the keychain throws; it is asked again then
   */
  begin(): Promise<void>
  status(): Omit<LockStatus, 'platforms'>
  /** As the owner wants it, now. */
  lockByHand(): Promise<void>
  /** Because of something that happened. */
  lock(cause: LockCause): void
  /** The owner says that they are there. */
  stay(): void
  /** Somebody uses the computer again. */
  back(): void
  /** Nothing is left that is not saved. */
  saved(): void
  unlock(passphrase: Uint8Array): Promise<PassphraseAnswer>
  unlockWithSystem(): Promise<boolean>
  /** Opens it with another passphrase, for whoever has proven to be the owner. */
  reset(passphrase: Uint8Array): Promise<void>
  setPassphrase(current: Uint8Array | null, next: Uint8Array | null): Promise<PassphraseAnswer>
  /** Does it when it is unlocked. */
  keep(command: WindowCommand): void
  takeKept(): KeptCommands
}

const LOOK_EVERY_MS = 1_000

export function createAppLock(means: Means): AppLock {
  const { lockable, prompt, now = Date.now } = means
  const kept = keepCommands()
  let state: LockState = { kind: 'open' }
  let began: Promise<void> | null = null
  let record: KeptRecord | null = null
  let check: PassphraseCheck | null = null
  let questions = new AbortController()
  let timer: NodeJS.Timeout | undefined

  const hasPassphrase = () =>
    record !== null && record.value !== 'damaged' && record.value.passphrase !== null
  const canUnlock = () => hasPassphrase() || prompt !== null

  function happen(event: LockEvent): void {
    const before = state
    state = nextLockState(state, event)
    if (state === before) return
    clearInterval(timer)
    if (state.kind === 'leaving') {
      timer = setInterval(() => happen({ kind: 'tick', now: now() }), LOOK_EVERY_MS)
    }
    if (state.kind === 'locked') close()
    if (before.kind === 'locked') open()
    lockable.changed()
  }

  function close(): void {
    questions.abort()
    lockable.close()
    lockable.drawAnew()
    remember(true)
  }

  function open(): void {
    questions = new AbortController()
    lockable.open()
    lockable.drawAnew()
    remember(false)
  }

  function remember(isLocked: boolean): void {
    record?.change({ isLocked }).catch((error) => means.log(String(error)))
  }

  async function begin(): Promise<void> {
    const { hasVault, locksAtStart } = await means.isAwaited()
    if (!hasVault) {
      began = null
      return
    }
    record = await means.openRecord()
    check = createPassphraseCheck(record, now)
    const wasLocked = record.value === 'damaged' || record.value.isLocked
    if (wasLocked)
      happen({ kind: 'lock', cause: 'start', canUnlock: true, isHeld: false, now: now() })
    else if (locksAtStart) lock('start')
  }

  function beginOnce(): Promise<void> {
    began ??= begin().catch((error) => {
      began = null
      throw error
    })
    return began
  }

  function lock(cause: LockCause): void {
    const { isHeld } = lockable
    happen({ kind: 'lock', cause, canUnlock: canUnlock(), isHeld, now: now() })
  }

  function opened(): PassphraseCheck {
    if (check === null) throw new Error('the keychain was not read yet')
    return check
  }

  return {
    get isLocked() {
      return state.kind === 'locked'
    },
    get signal() {
      return questions.signal
    },
    begin: beginOnce,
    status() {
      return {
        isLocked: state.kind === 'locked',
        locksAt: state.kind === 'leaving' ? state.until : null,
        hasPassphrase: record?.value === 'damaged' || hasPassphrase(),
        system: prompt?.name ?? null,
        retryAt: check?.retryAt ?? null,
        links: kept.links,
      }
    },
    async lockByHand() {
      if (!canUnlock()) return lockable.chooseWayBack()
      if (lockable.isHeld && !(await lockable.mayLeave())) return
      lock('hand')
    },
    lock,
    stay: () => happen({ kind: 'stay' }),
    back: () => happen({ kind: 'back' }),
    saved: () => happen({ kind: 'saved' }),
    async unlock(passphrase) {
      const answer = await opened().try(passphrase)
      if (answer.isRight) happen({ kind: 'unlock' })
      else lockable.changed()
      return answer
    },
    async unlockWithSystem() {
      const isOwner = prompt !== null && (await prompt.ask())
      if (isOwner) happen({ kind: 'unlock' })
      return isOwner
    },
    async reset(passphrase) {
      await opened().replace(passphrase)
      happen({ kind: 'unlock' })
    },
    async setPassphrase(current, next) {
      await beginOnce()
      if (hasPassphrase()) {
        const answer = await opened().try(current ?? new Uint8Array())
        if (!answer.isRight) {
          next?.fill(0)
          return answer
        }
      }
      await opened().replace(next)
      lockable.changed()
      return { isRight: true, retryAt: null }
    },
    keep(command) {
      kept.keep(command)
      lockable.changed()
    },
    takeKept: () => kept.take(),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
