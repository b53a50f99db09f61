import { beforeEach, expect, test, vi } from 'vitest'
import { memorySecretStore } from '../../../test/support/test-vault.ts'
import { createAppLock } from './app-lock.ts'
import { openKeptRecord } from './kept-record.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const name = 'lock/test'

let store: ReturnType<typeof memorySecretStore>
let done: string[]
let isHeld: boolean
let mayLeave: boolean
let hasVault: boolean
let locksAtStart: boolean
let ask: (() => Promise<boolean>) | null
beforeEach(() => {
  store = memorySecretStore()
  done = []
  isHeld = false
  mayLeave = true
  hasVault = true
  locksAtStart = false
  ask = null
})

function newLock() {
  return createAppLock({
    openRecord: () => openKeptRecord(async () => store, name),
    isAwaited: async () => ({ hasVault, locksAtStart }),
    prompt: ask === null ? null : { name: 'Touch ID', ask },
    lockable: {
      get isHeld() {
        return isHeld
      },
      mayLeave: async () => mayLeave,
      drawAnew: () => done.push('drawn anew'),
      close: () => done.push('closed'),
      open: () => done.push('opened'),
      chooseWayBack: () => done.push('asked for a way back'),
      changed: () => {},
    },
    log: (cause) => done.push(cause),
  })
}

async function withPassphrase() {
  const lock = newLock()
  await lock.begin()
  await lock.setPassphrase(null, bytes('two herons'))
  return lock
}
const kept = () => JSON.parse(store.secrets.get(name) ?? '{}')

test('locked, all is closed and remembered; unlocked, all is open again', async () => {
  const lock = await withPassphrase()
  const { signal } = lock
  await lock.lockByHand()
  expect(done).toEqual(['closed', 'drawn anew'])
  expect(lock.isLocked).toBe(true)
  expect(signal.aborted).toBe(true)
  await vi.waitUntil(() => kept().isLocked)
  expect((await lock.unlock(bytes('one heron'))).isRight).toBe(false)
  expect(lock.isLocked).toBe(true)
  expect((await lock.unlock(bytes('two herons'))).isRight).toBe(true)
  expect(done).toEqual(['closed', 'drawn anew', 'opened', 'drawn anew'])
  expect(lock.signal.aborted).toBe(false)
  await vi.waitUntil(() => !kept().isLocked)
})

test('an app that was locked when it ended starts locked', async () => {
  await (await withPassphrase()).lockByHand()
  await vi.waitUntil(() => kept().isLocked)
  const again = newLock()
  await again.begin()
  expect(again.isLocked).toBe(true)
})

test('it starts locked where the owner wants it and can unlock it, and not otherwise', async () => {
  locksAtStart = true
  const without = newLock()
  await without.begin()
  expect(without.isLocked).toBe(false)
  await without.setPassphrase(null, bytes('two herons'))
  const again = newLock()
  await again.begin()
  expect(again.isLocked).toBe(true)
})

test('a keychain that does not answer is asked again, and nothing is open before', async () => {
  await (await withPassphrase()).lockByHand()
  await vi.waitUntil(() => kept().isLocked)
  const { get } = store
  store.get = async () => {
    throw new Error('the keychain is locked')
  }
  const again = newLock()
  await expect(again.begin()).rejects.toThrow('locked')
  store.get = get
  await again.begin()
  expect(again.isLocked).toBe(true)
})

test('an entry that can’t be read locks; whoever proves to be the owner opens it', async () => {
  store.secrets.set(name, 'nonsense')
  const lock = newLock()
  await lock.begin()
  expect(lock.isLocked).toBe(true)
  await expect(lock.unlock(bytes('two herons'))).rejects.toThrow('can’t be read')
  await lock.reset(bytes('two herons'))
  expect(lock.isLocked).toBe(false)
  await vi.waitUntil(() => kept().isLocked === false)
})

test('before there is a vault the keychain is not asked; once there is, it is', async () => {
  hasVault = false
  store.get = vi.fn(store.get)
  const lock = newLock()
  await lock.begin()
  expect(store.get).not.toHaveBeenCalled()
  hasVault = true
  await lock.setPassphrase(null, bytes('two herons'))
  await lock.lockByHand()
  expect(lock.isLocked).toBe(true)
})

test('without a way back nothing locks, and the owner is led to one', async () => {
  const lock = newLock()
  await lock.begin()
  for (const cause of ['idle', 'sleep', 'system'] as const) lock.lock(cause)
  await lock.lockByHand()
  expect(lock.isLocked).toBe(false)
  expect(done).toEqual(['asked for a way back'])
})

test('the system asks only when the owner wants it to, and unlocks when it was them', async () => {
  let isOwner = false
  let asked = 0
  ask = async () => {
    asked += 1
    return isOwner
  }
  const lock = newLock()
  await lock.begin()
  await lock.lockByHand()
  expect(lock.status()).toMatchObject({ isLocked: true, hasPassphrase: false, system: 'Touch ID' })
  expect(asked).toBe(0)
  expect(await lock.unlockWithSystem()).toBe(false)
  expect(lock.isLocked).toBe(true)
  isOwner = true
  expect(await lock.unlockWithSystem()).toBe(true)
  expect(lock.isLocked).toBe(false)
})

test('what is not saved is asked about by hand, and waited for otherwise', async () => {
  vi.useFakeTimers()
  try {
    const lock = await withPassphrase()
    isHeld = true
    mayLeave = false
    await lock.lockByHand()
    expect(lock.isLocked).toBe(false)
    lock.lock('sleep')
    expect(lock.status().locksAt).toBe(Date.now() + 30_000)
    await vi.advanceTimersByTimeAsync(29_000)
    expect(lock.isLocked).toBe(false)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(lock.isLocked).toBe(true)
    expect(lock.status().locksAt).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})

test('another passphrase demands the one until now', async () => {
  const lock = await withPassphrase()
  for (const current of [null, bytes('one heron')]) {
    expect((await lock.setPassphrase(current, bytes('three swans'))).isRight).toBe(false)
  }
  expect((await lock.setPassphrase(bytes('two herons'), bytes('three swans'))).isRight).toBe(true)
  await lock.lockByHand()
  expect((await lock.unlock(bytes('two herons'))).isRight).toBe(false)
  expect((await lock.unlock(bytes('three swans'))).isRight).toBe(true)
  await lock.setPassphrase(bytes('three swans'), null)
  await lock.lockByHand()
  expect(lock.isLocked).toBe(false)
})
