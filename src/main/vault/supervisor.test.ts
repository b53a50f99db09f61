import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { VaultStartError } from '../../evault/index.ts'
import type { VaultStatus } from '../../ipc/contract.ts'
import type { FromVault, ToVault } from './messages.ts'
import { createVaultSupervisor, type VaultProcess } from './supervisor.ts'

/** A process that does what the test says; the real one is in `e2e/survival.spec.ts`. */
class ScriptedProcess implements VaultProcess {
  readonly received: ToVault[] = []
  killed = false
  #tell: (message: FromVault) => void = () => {}
  #exit: (exitCode: number) => void = () => {}

  send(message: ToVault): void {
    this.received.push(message)
  }
  kill(): void {
    this.killed = true
    this.exit(137)
  }
  onMessage(listener: (message: FromVault) => void): void {
    this.#tell = listener
  }
  onExit(listener: (exitCode: number) => void): void {
    this.#exit = listener
  }
  async say(message: FromVault): Promise<void> {
    this.#tell(message)
    await vi.advanceTimersByTimeAsync(0)
  }
  exit(exitCode: number): void {
    this.#exit(exitCode)
  }
}

const ready = {
  kind: 'ready',
  ename: '@a',
  localUrl: 'http://127.0.0.1:4000',
  portTaken: null,
  owner: { url: 'http://127.0.0.1:5000/graphql', token: 'secret' },
  registryUrl: 'http://127.0.0.1:4321',
  keychain: { id: 'memory', name: 'Memory', weak: false },
  keyless: false,
} satisfies FromVault

let processes: ScriptedProcess[]
let statuses: VaultStatus[]
let launchError: Error | null
let isLocked: boolean
let held: boolean[]

beforeEach(() => {
  vi.useFakeTimers()
  processes = []
  statuses = []
  launchError = null
  isLocked = false
  held = []
})
afterEach(() => void vi.useRealTimers())

function supervise() {
  return createVaultSupervisor({
    dataDirectory: '/data',
    isLocked: () => isLocked,
    holdKeys: (isHeld) => held.push(isHeld),
    waysOut: () => ['retry', 'quit'],
    onStatus: (status) => statuses.push(status),
    onReady: async () => {},
    answer: async ({ id }) => ({ kind: 'answer', id, value: 'signed' }),
    async launch() {
      if (launchError !== null) throw launchError
      const started = new ScriptedProcess()
      processes.push(started)
      return started
    },
  })
}

async function started(count = 1): Promise<ScriptedProcess> {
  await vi.advanceTimersByTimeAsync(0)
  expect(processes).toHaveLength(count)
  return processes[count - 1] as ScriptedProcess
}

test('nothing is started before it is asked for', async () => {
  const vault = supervise()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(vault.status).toEqual({ state: 'none' })
  expect(processes).toEqual([])
  await vault.stop()
  expect(processes).toEqual([])
})

test('a ready vault is told with its addresses, and never with the owner token', async () => {
  const vault = supervise()
  vault.start()
  await (await started()).say(ready)
  expect(vault.status).toMatchObject({ state: 'ready', ename: '@a', restarts: 0 })
  expect(JSON.stringify(statuses)).not.toContain('secret')
  expect(vault.owner).toEqual({ url: 'http://127.0.0.1:5000/graphql', token: 'secret' })
})

test('a crash is told and the process started again, later each time', async () => {
  const vault = supervise()
  vault.start()
  for (const [index, delayMs] of [250, 500, 1_000].entries()) {
    const process = await started(index + 1)
    await process.say(ready)
    process.exit(1)
    expect(vault.status).toMatchObject({ state: 'restarting', attempt: index + 1 })
    expect(vault.owner).toBeNull()
    await vi.advanceTimersByTimeAsync(delayMs - 1)
    expect(processes).toHaveLength(index + 1)
    await vi.advanceTimersByTimeAsync(1)
  }
  await (await started(4)).say(ready)
  expect(vault.status).toMatchObject({ state: 'ready', restarts: 3 })
})

test('a minute without a crash forgets the crashes before', async () => {
  const vault = supervise()
  vault.start()
  await (await started()).say(ready)
  processes[0]?.exit(1)
  await vi.advanceTimersByTimeAsync(250)
  await (await started(2)).say(ready)
  await vi.advanceTimersByTimeAsync(61_000)
  processes[1]?.exit(1)
  expect(vault.status).toMatchObject({ state: 'restarting', attempt: 1 })
})

test('a process that never gets ready is given up after five more starts', async () => {
  const vault = supervise()
  vault.start()
  for (let crash = 0; crash < 6; crash += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    processes.at(-1)?.exit(134)
  }
  await vi.advanceTimersByTimeAsync(600_000)
  expect(processes).toHaveLength(6)
  expect(vault.status).toMatchObject({
    state: 'failed',
    code: 'CRASH_LOOP',
    dataDirectory: '/data',
    waysOut: ['retry', 'quit'],
  })
})

test('a vault that says why it does not open is not started again by itself', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say({ kind: 'failed', code: 'DATA_DAMAGED', message: 'torn' })
  expect(vault.status).toMatchObject({ state: 'failed', code: 'DATA_DAMAGED', message: 'torn' })
  expect(process.received).toEqual([{ kind: 'stop' }])

  // Trying again waits until the failed process has let go of the data directory.
  vault.start()
  await vi.advanceTimersByTimeAsync(4_000)
  expect(processes).toHaveLength(1)
  process.exit(0)
  await (await started(2)).say(ready)
  expect(vault.status.state).toBe('ready')
})

test('a failed process that does not close is killed before the next start', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say({ kind: 'failed', code: 'DISK_FULL', message: 'full' })
  vault.start()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(process.killed).toBe(true)
  await (await started(2)).say(ready)
  expect(vault.status.state).toBe('ready')
})

test('a keychain that does not answer is a failure with its own code', async () => {
  launchError = new VaultStartError('KEYCHAIN_LOCKED', 'locked')
  const vault = supervise()
  vault.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(vault.status).toMatchObject({ state: 'failed', code: 'KEYCHAIN_LOCKED' })
})

test('questions to the keychain are answered to the process that asked', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say({ kind: 'ask', id: 7, method: 'sign', parameters: ['k', new Uint8Array()] })
  expect(process.received).toEqual([{ kind: 'answer', id: 7, value: 'signed' }])
})

test('stopping waits for the process to close, and kills it after five seconds', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say(ready)
  const stopped = vault.stop()
  expect(process.received).toEqual([{ kind: 'stop' }])
  await vi.advanceTimersByTimeAsync(4_999)
  expect(process.killed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(process.killed).toBe(true)
  await stopped
  expect(vault.status.state).toBe('stopping')
  expect(processes).toHaveLength(1)
})

test('a crash while waiting to start again does not outlive stop', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say(ready)
  process.exit(1)
  await vault.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(processes).toHaveLength(1)
})

test('locked, the token and the keys are gone at once, and the vault is told to close its gate', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say(ready)
  isLocked = true
  const locking = vault.lock()
  expect(vault.owner).toBeNull()
  expect(held).toEqual([false])
  expect(vault.status).toMatchObject({ state: 'ready', ownerUrl: null })
  expect(process.received.at(-1)).toMatchObject({ kind: 'call', method: 'lock' })
  await answer(process, undefined)
  await locking

  isLocked = false
  const unlocking = vault.unlock()
  const access = { url: 'http://127.0.0.1:6000/graphql', token: 'another' }
  await answer(process, access)
  await unlocking
  expect(held).toEqual([false, true])
  expect(vault.owner).toEqual(access)
  expect(vault.status).toMatchObject({ ownerUrl: access.url })
  expect(JSON.stringify(statuses)).not.toContain('another')
})

test('a vault that was locked while it started is locked, or unlocked, once it is ready', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  isLocked = true
  await process.say(ready)
  expect(vault.owner).toBeNull()
  expect(process.received.at(-1)).toMatchObject({ method: 'lock' })
  await answer(process, undefined)
  process.exit(1)
  await vi.advanceTimersByTimeAsync(250)
  const again = await started(2)
  isLocked = false
  await again.say({ ...ready, owner: null })
  expect(again.received.at(-1)).toMatchObject({ method: 'unlock' })
  await answer(again, ready.owner)
  expect(vault.owner).toEqual(ready.owner)
})

test('an answer to unlocking that comes after it was locked again opens nothing', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  isLocked = true
  await process.say({ ...ready, owner: null })
  isLocked = false
  const unlocking = vault.unlock()
  isLocked = true
  void vault.lock()
  await answer(process, ready.owner, -2)
  await unlocking
  expect(vault.owner).toBeNull()
})

test('a vault that does not close its gate is ended, and comes back locked', async () => {
  const vault = supervise()
  vault.start()
  const process = await started()
  await process.say(ready)
  isLocked = true
  void vault.lock()
  await vi.advanceTimersByTimeAsync(9_999)
  expect(process.killed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(process.killed).toBe(true)
  await vi.advanceTimersByTimeAsync(250)
  await (await started(2)).say({ ...ready, owner: null })
  expect(vault.status).toMatchObject({ state: 'ready', ownerUrl: null })
})

/** Answers a call of main: the last one, or one before it. */
async function answer(process: ScriptedProcess, value: unknown, at = -1): Promise<void> {
  const asked = process.received.at(at)
  if (asked?.kind !== 'call') throw new Error('nothing was asked')
  await process.say({ kind: 'returned', id: asked.id, value })
}
