import { connect, createServer, type Server } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../test/support/listen.ts'
import { createOwnAddress } from './own-address.ts'
import type { TunnelStatus } from './status.ts'
import { createTunnelSupervisor } from './supervisor.ts'
import { type TunnelCause, TunnelError, type TunnelProvider } from './tunnel.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What `status.ts` draws. */
const mayFollow: Record<TunnelStatus['state'], readonly TunnelStatus['state'][]> = {
  off: ['connecting'],
  connecting: ['connecting', 'proving', 'waiting', 'off'],
  proving: ['proving', 'up', 'connecting', 'waiting', 'off'],
  up: ['up', 'checking', 'connecting', 'waiting', 'off'],
  checking: ['checking', 'up', 'connecting', 'waiting', 'off'],
  waiting: ['connecting', 'waiting', 'off'],
}

let vault: Server
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  vault = createServer((socket) => void socket.on('error', () => {}).resume())
  await new Promise<void>((resolve) => void vault.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  vi.useRealTimers()
  await new Promise((resolve) => vault.close(resolve))
})

/** Real listeners that fail, hang and break off as chance has it. */
async function flappingProvider(chance: () => number) {
  const port = await freePort()
  const own = createOwnAddress({
    publicUrl: `http://127.0.0.1:${port}`,
    listen: { address: '127.0.0.1', port },
    behindProxy: false,
  })
  let lose: (cause: TunnelCause) => void = () => {}
  const provider: TunnelProvider = {
    kind: 'own-address',
    async connect(target, signal) {
      const luck = chance()
      if (luck < 0.2) throw new TunnelError('UNREACHABLE')
      if (luck < 0.3) {
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
      const connection = await own.connect(target, signal)
      const lost = new Promise<TunnelCause>((resolve) => {
        lose = resolve
      })
      return { ...connection, lost }
    },
  }
  return { provider, lose: () => lose({ code: 'LOST', parameters: {} }) }
}

/** The same chances at every run. */
function repeatable(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** Somebody who comes and stays for as long as they are let. */
function visit(publicUrl: string): void {
  const visitor = connect(Number(new URL(publicUrl).port), '127.0.0.1', () => visitor.write('x'))
  visitor.on('error', () => {}).resume()
}

async function elapse(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  // Listening and closing are real.
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
}

function used(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test('a day of flapping leaves no socket, timer or memory behind', async () => {
  const chance = repeatable(1)
  const first = await flappingProvider(chance)
  const second = await flappingProvider(chance)
  let last: TunnelStatus = { state: 'off' }
  let ups = 0
  const strange: string[] = []
  const tunnel = createTunnelSupervisor({
    providers: [first.provider, second.provider],
    probe: async () => (chance() < 0.25 ? { code: 'PROBE_TIMEOUT', parameters: {} } : null),
    onStatus(next) {
      if (!mayFollow[last.state].includes(next.state)) strange.push(`${last.state} → ${next.state}`)
      if (next.state === 'up' && last.state !== 'up') {
        ups += 1
        visit(next.publicUrl)
      }
      last = next
    },
  })
  tunnel.start((vault.address() as { port: number }).port)
  const events = [first.lose, second.lose, tunnel.wake, () => {}]
  const hour = async () => {
    for (const until = Date.now() + 3_600_000; Date.now() < until; ) {
      events[Math.floor(chance() * events.length)]?.()
      await elapse(chance() * 60_000)
    }
  }
  await hour()
  const early = used()
  for (let hours = 1; hours < 24; hours += 1) await hour()
  const late = used()
  await tunnel.stop()
  await elapse(0)
  await elapse(0)
  expect(strange).toEqual([])
  expect(ups).toBeGreaterThan(500)
  expect(vi.getTimerCount()).toBe(0)
  const sockets = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'))
  expect(sockets).toEqual(['TCPServerWrap'])
  expect(late - early).toBeLessThan(1_000_000)
}, 120_000)
