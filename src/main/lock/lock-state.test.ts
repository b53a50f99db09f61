import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  LEAVING_MS,
  type LockCause,
  type LockEvent,
  type LockState,
  nextLockState,
} from './lock-state.ts'

const open: LockState = { kind: 'open' }
const locked: LockState = { kind: 'locked' }
const leaving = (cause: LockCause): LockState => ({ kind: 'leaving', cause, until: LEAVING_MS })
const lock = (
  cause: LockCause,
  more: { isHeld?: boolean; canUnlock?: boolean } = {},
): LockEvent => ({
  ...{ kind: 'lock', cause, canUnlock: true, isHeld: false, now: 0 },
  ...more,
})

test.each(['hand', 'start', 'idle', 'sleep', 'system'] as const)('%s locks', (cause) => {
  expect(nextLockState(open, lock(cause))).toEqual(locked)
})

test.each(['hand', 'start', 'idle', 'sleep', 'system'] as const)(
  '%s locks nothing that could not be unlocked',
  (cause) => {
    expect(nextLockState(open, lock(cause, { canUnlock: false }))).toEqual(open)
  },
)

test.each(['idle', 'sleep', 'system'] as const)(
  '%s waits for what is not saved, for half a minute',
  (cause) => {
    const waiting = nextLockState(open, lock(cause, { isHeld: true }))
    expect(waiting).toEqual(leaving(cause))
    expect(nextLockState(waiting, { kind: 'tick', now: LEAVING_MS - 1 })).toEqual(waiting)
    expect(nextLockState(waiting, { kind: 'tick', now: LEAVING_MS })).toEqual(locked)
    expect(nextLockState(waiting, { kind: 'saved' })).toEqual(locked)
    expect(nextLockState(waiting, { kind: 'stay' })).toEqual(open)
    expect(nextLockState(waiting, lock('hand', { isHeld: true }))).toEqual(locked)
  },
)

test('by hand and at the start nothing is waited for', () => {
  for (const cause of ['hand', 'start'] as const) {
    expect(nextLockState(open, lock(cause, { isHeld: true }))).toEqual(locked)
  }
})

test('using the computer again ends the wait for being away, and no other', () => {
  expect(nextLockState(leaving('idle'), { kind: 'back' })).toEqual(open)
  expect(nextLockState(leaving('sleep'), { kind: 'back' })).toEqual(leaving('sleep'))
  // Another cause takes the place of being away, and waits no longer for that.
  const both = nextLockState(leaving('idle'), {
    ...lock('system', { isHeld: true }),
    now: 9_000,
  } as LockEvent)
  expect(both).toEqual(leaving('system'))
})

const event: fc.Arbitrary<LockEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('lock' as const),
    cause: fc.constantFrom<LockCause>('hand', 'start', 'idle', 'sleep', 'system'),
    canUnlock: fc.boolean(),
    isHeld: fc.boolean(),
    now: fc.nat(100_000),
  }),
  fc.constantFrom<LockEvent>({ kind: 'saved' }, { kind: 'stay' }, { kind: 'back' }),
  fc.record({ kind: fc.constant('tick' as const), now: fc.nat(200_000) }),
)

test('locked, nothing that happens unlocks it but unlocking', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const end = events.reduce(nextLockState, locked)
      expect(end).toBe(locked)
      expect(nextLockState(end, { kind: 'unlock' })).toEqual(open)
    }),
  )
})

test('a wait always ends: the last tick leaves it open or locked', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const end = events.reduce(nextLockState, open)
      expect(nextLockState(end, { kind: 'tick', now: 1_000_000 }).kind).not.toBe('leaving')
    }),
  )
})
