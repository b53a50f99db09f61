import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ScriptedProvider } from '../../test/support/scripted-provider.ts'
import type { TunnelStatus } from './status.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from './supervisor.ts'
import type { TunnelCause } from './tunnel.ts'

// What the supervisor does beside a second provider that works.

const away: TunnelCause = { code: 'PROBE_UNREACHABLE', parameters: { detail: 'ECONNREFUSED' } }
const unreachable: TunnelCause = { code: 'UNREACHABLE', parameters: {} }
const minutes = 60_000

let first: ScriptedProvider
let second: ScriptedProvider
let third: ScriptedProvider
let statuses: TunnelStatus[]
/** Public addresses through which no probe comes back. */
let dead: Set<string>
let tunnel: TunnelSupervisor

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
  first = new ScriptedProvider('https://first.example')
  second = new ScriptedProvider('https://second.example')
  third = new ScriptedProvider('https://third.example')
  statuses = []
  dead = new Set()
})
afterEach(async () => {
  await tunnel.stop()
  expect([first, second, third].map(({ open }) => open)).toEqual([0, 0, 0])
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const states = () => statuses.map(({ state }) => state)

/** Up by the second provider, because the first is away. */
async function onSecond(providers = [first, second]): Promise<void> {
  first.outcome = unreachable
  tunnel = createTunnelSupervisor({
    providers,
    onStatus: (status) => statuses.push(status),
    probe: async (publicUrl) => (dead.has(publicUrl) ? away : null),
  })
  tunnel.start(4_100)
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 1 })
  statuses = []
}

test('up → up by the first provider when it works again, without a moment of anything else', async () => {
  await onSecond()
  first.outcome = null
  await after(2 * minutes - 1)
  expect(first.ports).toHaveLength(1)
  await after(1)
  expect(new Set(states())).toEqual(new Set(['up']))
  expect(tunnel.status).toEqual({
    ...{ state: 'up', provider: 0, publicUrl: 'https://first.example' },
    ...{ since: Date.now(), provenAt: Date.now(), failures: [] },
  })
  expect(tunnel.lastProof).toEqual({ publicUrl: 'https://first.example', at: Date.now() })
  expect([first.open, second.open]).toEqual([1, 1])
})

test('the connection that was left stays open for a minute', async () => {
  await onSecond()
  first.outcome = null
  await after(2 * minutes)
  await after(minutes - 1)
  expect(second.open).toBe(1)
  await after(1)
  expect(second.open).toBe(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0 })
})

test('the connection that was left is closed at once when it is lost, and when all ends', async () => {
  await onSecond()
  first.outcome = null
  await after(2 * minutes)
  second.lose()
  await after(0)
  expect(second.open).toBe(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0 })
})

test('the connection that was left makes room for the same provider’s next', async () => {
  await onSecond()
  first.outcome = null
  await after(2 * minutes)
  first.outcome = unreachable
  first.lose()
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 1 })
  expect([first.open, second.open]).toEqual([0, 1])
})

test('up → up while the first does not connect, later each time, a quarter of an hour at most', async () => {
  await onSecond()
  for (const [index, delay] of [2, 4, 8, 15, 15].entries()) {
    await after(delay * minutes - 1)
    expect(first.ports).toHaveLength(1 + index)
    await after(1)
    expect(first.ports).toHaveLength(2 + index)
    expect(tunnel.status).toMatchObject({
      ...{ state: 'up', provider: 1 },
      failures: [{ provider: 0, cause: unreachable, at: Date.now() }],
    })
  }
  expect(new Set(states())).toEqual(new Set(['up']))
})

test('up → up while the first connects and no probe comes back through it', async () => {
  await onSecond()
  first.outcome = null
  dead.add('https://first.example')
  await after(2 * minutes)
  expect([first.open, second.open]).toEqual([1, 1])
  await after(20_000)
  expect([first.open, second.open]).toEqual([0, 1])
  expect(tunnel.status).toMatchObject({
    ...{ state: 'up', provider: 1, publicUrl: 'https://second.example' },
    failures: [{ provider: 0, cause: away }],
  })
})

test('the first is left alone while only the owner can help', async () => {
  await onSecond()
  first.outcome = { code: 'HOST_KEY_CHANGED', parameters: {} }
  await after(2 * minutes)
  expect(first.ports).toHaveLength(2)
  await after(14 * minutes)
  expect(first.ports).toHaveLength(2)
})

test('up → checking → up by the first when woken, at once', async () => {
  await onSecond()
  first.outcome = null
  tunnel.wake()
  await after(0)
  expect(states()[0]).toBe('checking')
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0 })
})

test('a try that hangs begins anew when woken', async () => {
  await onSecond()
  first.outcome = 'hang'
  await after(2 * minutes)
  expect(first.ports).toHaveLength(2)
  first.outcome = null
  tunnel.wake()
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0 })
})

test('checking → up by the first when it works, and the one in use does not', async () => {
  await onSecond()
  await after(115_000)
  dead.add('https://second.example')
  first.outcome = null
  await after(5_000)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0 })
})

test('up → waiting, up when the one in use is lost while the first is tried', async () => {
  await onSecond()
  first.outcome = 'hang'
  await after(2 * minutes)
  second.outcome = unreachable
  second.lose()
  await after(0)
  expect(first.open).toBe(0)
  first.outcome = null
  second.outcome = null
  await after(20_000)
  expect(tunnel.status.state).toBe('up')
})

test('up → off when stopped while the first is tried', async () => {
  await onSecond()
  first.outcome = null
  dead.add('https://first.example')
  await after(2 * minutes)
  expect(first.open).toBe(1)
  await tunnel.stop()
  expect(tunnel.status).toEqual({ state: 'off' })
  expect([first.open, second.open]).toEqual([0, 0])
})

test.each(Array.from({ length: 16 }, (_, turns) => turns))(
  'nothing stays open when the one in use is lost %i turns after the first was proven',
  async (turns) => {
    let answer: (cause: null) => void = () => {}
    first.outcome = unreachable
    tunnel = createTunnelSupervisor({
      providers: [first, second],
      onStatus: () => {},
      probe: (publicUrl) =>
        publicUrl === 'https://first.example'
          ? new Promise((resolve) => {
              answer = resolve
            })
          : Promise.resolve(null),
    })
    tunnel.start(4_100)
    await after(0)
    first.outcome = null
    await after(2 * minutes)
    expect([first.open, second.open]).toEqual([1, 1])
    second.outcome = unreachable
    first.outcome = unreachable
    answer(null)
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    second.lose()
    await after(0)
    const { status } = tunnel
    const isUp = status.state === 'up' && status.provider === 0
    expect([first.open, second.open]).toEqual(isUp ? [1, 0] : [0, 0])
  },
)

test('of several before the one in use, the earliest that works is taken', async () => {
  second.outcome = unreachable
  first.outcome = unreachable
  tunnel = createTunnelSupervisor({
    providers: [first, second, third],
    onStatus: (status) => statuses.push(status),
    probe: async () => null,
  })
  tunnel.start(4_100)
  await after(0)
  expect(tunnel.status).toMatchObject({ provider: 2 })
  second.outcome = null
  await after(2 * minutes)
  expect(tunnel.status).toMatchObject({ provider: 1, failures: [{ provider: 0 }] })
  first.outcome = null
  await after(4 * minutes)
  expect(tunnel.status).toMatchObject({ provider: 0, failures: [] })
})
