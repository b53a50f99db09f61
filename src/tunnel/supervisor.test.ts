import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lost, ScriptedProvider } from '../../test/support/scripted-provider.ts'
import type { TunnelStatus } from './status.ts'
import { createTunnelSupervisor } from './supervisor.ts'
import type { TunnelCause, TunnelProvider } from './tunnel.ts'

const away: TunnelCause = { code: 'PROBE_UNREACHABLE', parameters: { detail: 'ECONNREFUSED' } }

let first: ScriptedProvider
let second: ScriptedProvider
let statuses: TunnelStatus[]
/** What probes find: null when the vault answers. */
let found: TunnelCause | null
let probed: string[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
  first = new ScriptedProvider('https://first.example')
  second = new ScriptedProvider('https://second.example')
  statuses = []
  probed = []
  found = null
})
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function supervise(providers: TunnelProvider[] = [first]) {
  return createTunnelSupervisor({
    providers,
    onStatus: (status) => statuses.push(status),
    async probe(publicUrl) {
      probed.push(publicUrl)
      return found
    },
  })
}

async function started(providers?: TunnelProvider[]) {
  const tunnel = supervise(providers)
  tunnel.start(4_100)
  await after(0)
  return tunnel
}

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const states = () => statuses.map(({ state }) => state)

test('off → connecting → proving → up, and up only when a probe came back', async () => {
  const tunnel = supervise()
  expect(tunnel.status).toEqual({ state: 'off' })
  expect(tunnel.lastProof).toBeNull()
  tunnel.start(4_100)
  await after(0)
  expect(states()).toEqual(['connecting', 'proving', 'up'])
  expect(first.ports).toEqual([4_100])
  expect(probed).toEqual(['https://first.example'])
  expect(tunnel.status).toMatchObject({ publicUrl: 'https://first.example', provenAt: Date.now() })
  expect(tunnel.lastProof).toEqual({ publicUrl: 'https://first.example', at: Date.now() })
  await tunnel.stop()
})

test('connecting → waiting when it fails, later each time, three seconds at most', async () => {
  first.outcome = { code: 'UNREACHABLE', parameters: { host: 'a', detail: 'ECONNREFUSED' } }
  const tunnel = await started()
  for (const [index, delayMs] of [250, 500, 1_000, 2_000, 3_000, 3_000].entries()) {
    expect(tunnel.status).toMatchObject({
      state: 'waiting',
      retryAt: Date.now() + delayMs,
      failures: [{ provider: 0, cause: first.outcome, at: Date.now() }],
    })
    await after(delayMs - 1)
    expect(first.ports).toHaveLength(index + 1)
    await after(1)
    expect(first.ports).toHaveLength(index + 2)
  }
  await tunnel.stop()
})

test('connecting → waiting for a quarter of an hour when only the owner can help', async () => {
  first.outcome = { code: 'HOST_KEY_CHANGED', parameters: {} }
  const tunnel = await started()
  await after(15 * 60_000 - 1)
  expect(first.ports).toHaveLength(1)
  tunnel.wake()
  await after(0)
  expect(first.ports).toHaveLength(2)
  await tunnel.stop()
})

test('connecting → waiting when it takes longer than 20 seconds', async () => {
  first.outcome = 'hang'
  const tunnel = await started()
  await after(20_000)
  expect(tunnel.status).toMatchObject({
    state: 'waiting',
    failures: [{ cause: { code: 'TIMEOUT' } }],
  })
  await tunnel.stop()
})

test('connecting → connecting by the second provider when the first fails', async () => {
  first.outcome = { code: 'UNREACHABLE', parameters: {} }
  const tunnel = await started([first, second])
  expect(tunnel.status).toMatchObject({
    state: 'up',
    provider: 1,
    publicUrl: 'https://second.example',
    failures: [{ provider: 0, cause: first.outcome }],
  })
  await tunnel.stop()
})

test('connecting → connecting at once when woken', async () => {
  first.outcome = 'hang'
  const tunnel = await started()
  first.outcome = null
  tunnel.wake()
  await after(0)
  expect(states()).toEqual(['connecting', 'connecting', 'proving', 'up'])
  await tunnel.stop()
})

test('proving → proving while no probe comes back, and says why', async () => {
  found = away
  const tunnel = await started()
  expect(tunnel.status).toMatchObject({ state: 'proving', cause: away })
  await after(250)
  found = null
  await after(499)
  expect(tunnel.status.state).toBe('proving')
  await after(1)
  expect(tunnel.status.state).toBe('up')
  await tunnel.stop()
})

test('proving → waiting when no probe has come back for 20 seconds; the connection is closed', async () => {
  found = away
  const tunnel = await started()
  await after(19_750)
  expect(states()).not.toContain('up')
  expect(tunnel.status).toMatchObject({ state: 'waiting', failures: [{ cause: away }] })
  expect(tunnel.lastProof).toBeNull()
  expect(first.open).toBe(0)
  await tunnel.stop()
})

test('proving → waiting when the connection is lost', async () => {
  found = away
  const tunnel = await started()
  first.lose()
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'waiting', failures: [{ cause: lost }] })
  await tunnel.stop()
})

test('proving → connecting when woken', async () => {
  found = away
  const tunnel = await started()
  tunnel.wake()
  await after(0)
  expect(states().slice(-3)).toEqual(['connecting', 'proving', 'proving'])
  expect(first.open).toBe(1)
  await tunnel.stop()
})

test('up → up every half minute, with a newer proof', async () => {
  const tunnel = await started()
  const since = Date.now()
  await after(30_000)
  expect(probed).toHaveLength(2)
  expect(tunnel.status).toMatchObject({ state: 'up', since, provenAt: since + 30_000 })
  await tunnel.stop()
})

test('up → checking → up when one probe fails', async () => {
  const tunnel = await started()
  const provenAt = Date.now()
  found = away
  await after(30_000)
  expect(tunnel.status).toMatchObject({ state: 'checking', cause: away, provenAt })
  found = null
  await after(5_000)
  expect(tunnel.status).toMatchObject({ state: 'up', since: provenAt, provenAt: Date.now() })
  expect(first.ports).toHaveLength(1)
  await tunnel.stop()
})

test('checking → connecting when three probes in a row fail', async () => {
  const tunnel = await started()
  await after(61_000)
  found = away
  await after(29_000 + 5_000)
  expect(tunnel.status.state).toBe('checking')
  await after(5_000)
  // What had worked for long is tried again at once.
  expect(states().slice(-3)).toEqual(['connecting', 'proving', 'proving'])
  expect(first.ports).toHaveLength(2)
  expect(first.open).toBe(1)
  await tunnel.stop()
})

test('up → connecting when the connection is lost; at once when it had been up for a minute', async () => {
  const tunnel = await started()
  await after(61_000)
  first.lose()
  await after(0)
  expect(states().slice(-3)).toEqual(['connecting', 'proving', 'up'])
  await tunnel.stop()
})

test('up → waiting when the connection is lost again and again', async () => {
  const tunnel = await started()
  for (const delayMs of [250, 500, 1_000]) {
    first.lose()
    await after(0)
    expect(tunnel.status).toMatchObject({ state: 'waiting', retryAt: Date.now() + delayMs })
    await after(delayMs)
    expect(tunnel.status.state).toBe('up')
  }
  await tunnel.stop()
})

test('up → checking → up when woken and a probe comes back', async () => {
  const tunnel = await started()
  tunnel.wake()
  await after(0)
  expect(states().slice(-2)).toEqual(['checking', 'up'])
  expect(statuses.at(-2)).toMatchObject({ cause: null })
  expect(first.ports).toHaveLength(1)
  await tunnel.stop()
})

test('up → checking → connecting when woken and no probe comes back', async () => {
  const tunnel = await started()
  await after(61_000)
  found = away
  tunnel.wake()
  await after(0)
  expect(states().slice(-4)).toEqual(['checking', 'connecting', 'proving', 'proving'])
  await tunnel.stop()
})

test('checking → connecting when the connection is lost', async () => {
  const tunnel = await started()
  await after(45_000)
  found = away
  await after(20_000)
  expect(tunnel.status.state).toBe('checking')
  found = null
  first.lose()
  await after(0)
  expect(states().slice(-3)).toEqual(['connecting', 'proving', 'up'])
  await tunnel.stop()
})

test('up → connecting by the second provider, and back by the first when the second is lost', async () => {
  const tunnel = await started([first, second])
  await after(61_000)
  first.outcome = { code: 'UNREACHABLE', parameters: {} }
  first.lose()
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 1 })
  await after(61_000)
  first.outcome = null
  second.lose()
  await after(0)
  expect(tunnel.status).toMatchObject({ state: 'up', provider: 0, failures: [{ provider: 1 }] })
  await tunnel.stop()
})

test('waiting → connecting at once when woken', async () => {
  first.outcome = { code: 'UNREACHABLE', parameters: {} }
  const tunnel = await started()
  await after(60_000)
  first.outcome = null
  tunnel.wake()
  await after(0)
  expect(tunnel.status.state).toBe('up')
  await tunnel.stop()
})

test.each(['connecting', 'proving', 'up', 'checking', 'waiting'])(
  '%s → off when stopped',
  async (state) => {
    if (state === 'connecting') first.outcome = 'hang'
    if (state === 'waiting') first.outcome = { code: 'UNREACHABLE', parameters: {} }
    if (state === 'proving') found = away
    const tunnel = await started()
    if (state === 'checking') {
      found = away
      await after(30_000)
    }
    expect(tunnel.status.state).toBe(state)
    await tunnel.stop()
    expect(tunnel.status).toEqual({ state: 'off' })
    expect(first.open).toBe(0)
    await after(3_600_000)
    tunnel.wake()
    await after(60_000)
    expect(tunnel.status).toEqual({ state: 'off' })
  },
)

test('started again with another port, it leaves the first', async () => {
  const tunnel = await started()
  tunnel.start(4_200)
  await after(0)
  expect(first.ports).toEqual([4_100, 4_200])
  expect(first.open).toBe(1)
  expect(tunnel.status.state).toBe('up')
  await tunnel.stop()
})

test('a clock that is set back puts nothing off', async () => {
  first.outcome = { code: 'UNREACHABLE', parameters: {} }
  const tunnel = await started()
  vi.setSystemTime(Date.now() - 86_400_000)
  await after(3_000)
  expect(first.ports.length).toBeGreaterThan(3)
  await tunnel.stop()
})

test('what a provider throws against its contract is said without its text', async () => {
  first.connect = () => Promise.reject(new RangeError('secret'))
  const tunnel = await started()
  expect(tunnel.status).toMatchObject({
    failures: [{ cause: { code: 'UNEXPECTED', parameters: { detail: 'RangeError' } } }],
  })
  await tunnel.stop()
})
