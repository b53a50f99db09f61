/** What makes the app lock: the owner, or something that happens. */
export type LockCause = 'hand' | 'start' | 'idle' | 'sleep' | 'system'

/**
 * `leaving`: something in the window is not saved, so the owner is told before it is lost.
 */
export type LockState =
  | { readonly kind: 'open' }
  | { readonly kind: 'leaving'; readonly cause: LockCause; readonly until: number }
  | { readonly kind: 'locked' }

export type LockEvent =
  | {
      readonly kind: 'lock'
      readonly cause: LockCause
      /** There is a way to unlock it. */
      readonly canUnlock: boolean
      /** Something in the window is not saved or not finished. */
      readonly isHeld: boolean
      readonly now: number
    }
  /** Nothing is left that is not saved. */
  | { readonly kind: 'saved' }
  /** The owner says that they are there. */
  | { readonly kind: 'stay' }
  /** Somebody uses the computer again. */
  | { readonly kind: 'back' }
  | { readonly kind: 'tick'; readonly now: number }
  | { readonly kind: 'unlock' }

/** How long what is not saved is waited for. */
export const LEAVING_MS = 30_000

/**
 * What becomes of the lock. Nothing locks that could not be unlocked. By hand it is at once: the
 * owner was asked before about what is not saved.
 */
export function nextLockState(state: LockState, event: LockEvent): LockState {
  switch (event.kind) {
    case 'lock':
      return locking(state, event)
    case 'saved':
      return state.kind === 'leaving' ? { kind: 'locked' } : state
    case 'stay':
      return state.kind === 'leaving' ? { kind: 'open' } : state
    case 'back':
      return state.kind === 'leaving' && state.cause === 'idle' ? { kind: 'open' } : state
    case 'tick':
      return state.kind === 'leaving' && event.now >= state.until ? { kind: 'locked' } : state
    case 'unlock':
      return { kind: 'open' }
  }
}

function locking(state: LockState, event: Extract<LockEvent, { kind: 'lock' }>): LockState {
  const { cause, canUnlock, isHeld, now } = event
  if (state.kind === 'locked' || !canUnlock) return state
  const isAtOnce = cause === 'hand' || cause === 'start' || !isHeld
  if (isAtOnce) return { kind: 'locked' }
  // The end of an earlier wait stays; being there again ends only the one for being away.
  const until = state.kind === 'leaving' ? state.until : now + LEAVING_MS
  return { kind: 'leaving', cause, until }
}
