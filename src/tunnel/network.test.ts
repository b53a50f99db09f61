import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type BehindTunnel, listenBehindTunnel } from '../../test/support/behind-tunnel.ts'
import { createNetwork, noNetwork, type TestNetwork } from '../../test/support/network.ts'
import { sshdProgram, startSshd, type TestSshd } from '../../test/support/sshd.ts'
import { createHttpProbe, probeAnswer } from './probe.ts'
import { createSshTunnel } from './ssh.ts'
import { createSshKey } from './ssh-key.ts'
import type { TunnelStatus } from './status.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from './supervisor.ts'

// The server is behind a cable that is pulled: nobody is told that the connection is gone.

const key = createSshKey()
const probeKey = new Uint8Array(32).fill(7)
const obstacle = noNetwork ?? (sshdProgram === null ? 'there is no sshd' : null)
if (obstacle !== null) console.warn(`Skipped: ${obstacle}.`)

let network: TestNetwork
let sshd: TestSshd
let vault: BehindTunnel
let tunnel: TunnelSupervisor
let statuses: TunnelStatus[]

describe.skipIf(obstacle !== null)('with a network that can be cut', () => {
  beforeEach(async () => {
    statuses = []
    network = createNetwork()
    sshd = await startSshd(key.publicKey, network)
    vault = await listenBehindTunnel(
      createServer((request, response) => {
        response.end(probeAnswer(probeKey, (request.url ?? '').slice(-43)))
      }),
    )
    const { address } = network
    const ssh = createSshTunnel({
      host: address,
      port: sshd.port,
      user: sshd.user,
      privateKey: key.privateKey,
      hostKey: sshd.hostKey,
      keepHostKey: async () => {},
      listen: { address, port: 0 },
      publicUrl: `http://${address}:1`,
      behindProxy: false,
    })
    tunnel = createTunnelSupervisor({
      providers: [ssh],
      probe: createHttpProbe(probeKey),
      onStatus: (status) => statuses.push(status),
    })
    tunnel.start(vault.port)
    await up()
  })
  afterEach(async () => {
    await tunnel.stop()
    await vault[Symbol.asyncDispose]()
    await sshd[Symbol.asyncDispose]()
    network[Symbol.dispose]()
  })

  test('after the computer slept and has another address, it is reachable within ten seconds', async () => {
    network.moveUs()
    const began = performance.now()
    tunnel.wake()
    await upSince(began)
    const took = performance.now() - began
    console.info(`reachable ${Math.round(took)} ms after wake()`)
    expect(took).toBeLessThan(10_000)
  }, 60_000)

  test('never up while the network is cut; within five seconds when it is back and that is told', async () => {
    network.cut()
    tunnel.wake()
    await vi.waitFor(() => expect(tunnel.status.state).not.toMatch(/up|checking/), 10_000)
    const cutFrom = statuses.length
    await pause(12_000)
    expect(statuses.slice(cutFrom).map(({ state }) => state)).not.toContain('up')
    network.restore()
    const began = performance.now()
    tunnel.wake()
    await upSince(began)
    const took = performance.now() - began
    console.info(`reachable ${Math.round(took)} ms after the network was back, and told`)
    expect(took).toBeLessThan(5_000)
  }, 90_000)

  test('a network that is back is noticed though nobody tells', async () => {
    network.cut()
    tunnel.wake()
    await pause(15_000)
    expect(tunnel.status.state).not.toBe('up')
    network.restore()
    const began = performance.now()
    await upSince(began)
    const took = performance.now() - began
    console.info(`reachable ${Math.round(took)} ms after the network was back, untold`)
    expect(took).toBeLessThan(20_000)
  }, 90_000)

  test('a short cut is none', async () => {
    const { ports } = countConnections()
    network.cut()
    await pause(2_000)
    network.restore()
    tunnel.wake()
    await vi.waitFor(() => expect(tunnel.status.state).toBe('up'), 10_000)
    expect(ports()).toBe(0)
  }, 60_000)
})

/** How often it connected anew. */
function countConnections() {
  const from = statuses.length
  return {
    ports: () => statuses.slice(from).filter(({ state }) => state === 'connecting').length,
  }
}

async function up(): Promise<void> {
  await vi.waitFor(() => expect(tunnel.status.state).toBe('up'), { timeout: 30_000, interval: 10 })
}

/** Up by a proof that is newer. */
async function upSince(began: number): Promise<void> {
  const at = Date.now() - (performance.now() - began)
  await vi.waitFor(
    () => {
      const { status } = tunnel
      expect(status.state === 'up' && status.provenAt > at).toBe(true)
    },
    { timeout: 40_000, interval: 10 },
  )
}
