import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type BehindTunnel, listenBehindTunnel } from '../../test/support/behind-tunnel.ts'
import { freePort } from '../../test/support/listen.ts'
import { startSshd, type TestSshd } from '../../test/support/sshd.ts'
import { createOwnAddress } from './own-address.ts'
import { createHttpProbe, probeAnswer } from './probe.ts'
import { createSshTunnel } from './ssh.ts'
import { createSshKey } from './ssh-key.ts'
import type { TunnelStatus } from './status.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from './supervisor.ts'
import type { TunnelProvider } from './tunnel.ts'

// The real supervisor, probe, SSH client and (where there is one) OpenSSH’s sshd.

const key = createSshKey()
const probeKey = new Uint8Array(32).fill(7)

let sshd: TestSshd
let vault: BehindTunnel
let tunnel: TunnelSupervisor | undefined
let statuses: TunnelStatus[]

beforeEach(async () => {
  statuses = []
  sshd = await startSshd(key.publicKey)
  vault = await serveVault(probeKey)
})

afterEach(async () => {
  await tunnel?.stop()
  tunnel = undefined
  await vault[Symbol.asyncDispose]()
  await sshd[Symbol.asyncDispose]()
})

function serveVault(answerKey: Uint8Array, port?: number): Promise<BehindTunnel> {
  const server = createServer((request, response) => {
    const nonce = request.url?.split('/evault-probe/')[1]
    response.end(nonce === undefined ? 'vault' : probeAnswer(answerKey, nonce))
  })
  return listenBehindTunnel(server, port)
}

function ssh(listenPort = 0, hostKey: string | null = sshd.hostKey): TunnelProvider {
  return createSshTunnel({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    privateKey: key.privateKey,
    hostKey,
    keepHostKey: async () => {},
    listen: { address: '127.0.0.1', port: listenPort },
    behindProxy: false,
    publicUrl: `http://127.0.0.1:${listenPort || 1}`,
  })
}

function start(...providers: TunnelProvider[]): TunnelSupervisor {
  tunnel = createTunnelSupervisor({
    providers,
    probe: createHttpProbe(probeKey),
    onStatus: (status) => statuses.push(status),
  })
  tunnel.start(vault.port)
  return tunnel
}

/** Waits until it is up. @returns its public address */
async function up(timeout = 10_000): Promise<string> {
  return vi.waitFor(
    () => {
      const status = tunnel?.status
      if (status?.state !== 'up') throw new Error(JSON.stringify(status))
      return status.publicUrl
    },
    { timeout, interval: 5 },
  )
}

const ask = async (url: string) => (await fetch(url, { headers: { connection: 'close' } })).text()

test('up after a probe through sshd, and then the world reaches the vault', async () => {
  start(ssh())
  expect(await ask(await up())).toBe('vault')
})

test('after sshd was away for a while, the vault is reachable again within five seconds', async () => {
  const port = await freePort()
  const supervisor = start(ssh(port))
  await up()
  await sshd.kill()
  await vi.waitFor(() => expect(supervisor.status.state).not.toBe('up'), 2_000)
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  expect(supervisor.status).toMatchObject({
    state: 'waiting',
    failures: [{ cause: { code: 'UNREACHABLE' } }],
  })
  const began = performance.now()
  await sshd.start()
  const url = await up()
  expect(await ask(url)).toBe('vault')
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect(performance.now() - began).toBeLessThan(5_000)
}, 40_000)

test('a server that gives another port is another address, proven anew', async () => {
  start(ssh())
  const before = await up()
  await sshd.kill()
  await sshd.start()
  await vi.waitFor(async () => expect(await up()).not.toBe(before), 10_000)
  expect(await ask(await up())).toBe('vault')
  expect(tunnel?.lastProof?.publicUrl).toBe(await up())
})

test('while sshd is away the second provider serves', async () => {
  const port = await freePort()
  const own = createOwnAddress({
    publicUrl: `http://127.0.0.1:${port}`,
    listen: { address: '127.0.0.1', port },
    behindProxy: false,
  })
  start(ssh(), own)
  expect(await up()).not.toBe(`http://127.0.0.1:${port}`)
  await sshd.kill()
  await vi.waitFor(async () => expect(await up()).toBe(`http://127.0.0.1:${port}`), 10_000)
  expect(await ask(`http://127.0.0.1:${port}`)).toBe('vault')
})

test('never up with a server whose key is another, nor is it told anything', async () => {
  const hostKey = sshd.hostKey
  await sshd.kill()
  sshd.changeHostKey('ed25519')
  await sshd.start()
  const supervisor = start(ssh(0, hostKey))
  await vi.waitFor(() => {
    expect(supervisor.status).toMatchObject({
      state: 'waiting',
      failures: [{ cause: { code: 'HOST_KEY_CHANGED' } }],
    })
  }, 10_000)
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'waiting'])
})

test('never up at an address where somebody else answers', async () => {
  await using other = await serveVault(new Uint8Array(32))
  const [port, otherPort] = [await freePort(), await freePort()]
  const own = (at: number, publicPort: number) =>
    createOwnAddress({
      publicUrl: `http://127.0.0.1:${publicPort}`,
      listen: { address: '127.0.0.1', port: at },
      behindProxy: false,
    })
  await using _others = await own(otherPort, otherPort).connect(
    other.port,
    new AbortController().signal,
  )
  const supervisor = start(own(port, otherPort))
  await vi.waitFor(() => {
    expect(supervisor.status).toMatchObject({ state: 'proving', cause: { code: 'PROBE_WRONG' } })
  }, 10_000)
  expect(supervisor.lastProof).toBeNull()
})

test('a vault that is away is noticed at the next look, and seen again when it is back', async () => {
  const supervisor = start(ssh())
  await up()
  await vault[Symbol.asyncDispose]()
  supervisor.wake()
  await vi.waitFor(() => expect(supervisor.status.state).toBe('proving'), 10_000)
  vault = await serveVault(probeKey, vault.port)
  expect(await ask(await up())).toBe('vault')
})
