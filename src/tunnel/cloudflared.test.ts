import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../test/support/listen.ts'
import { type CloudflaredOptions, createCloudflaredTunnel } from './cloudflared.ts'
import { causeOf, type TunnelConnection } from './tunnel.ts'

// All of these run a FAKE cloudflared (test/support/fake-cloudflared.mjs): the real one needs
// Cloudflare.

const forever = new AbortController().signal
const publicUrl = 'https://vault.example.org'

let folder: string
let open: TunnelConnection[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evault-cloudflared-'))
  open = []
})
afterEach(async () => {
  for (const connection of open) await connection[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function tunnel(manner: string, changes: Partial<CloudflaredOptions> = {}) {
  return createCloudflaredTunnel({
    file: resolve('test/support/fake-cloudflared.mjs'),
    environment: {
      PATH: dirname(process.execPath),
      TUNNEL_URL: 'http://localhost:22',
      EVAULT_FAKE: manner,
      EVAULT_FAKE_REPORT: join(folder, 'report'),
    },
    named: null,
    ...changes,
  })
}

const named = async () => ({ token: 'c2VjcmV0', publicUrl, localPort: await freePort() })

async function connect(provider = tunnel(''), port = 4_100, signal = forever) {
  const connection = await provider.connect(port, signal)
  open.push(connection)
  return connection
}

const failure = (provider: ReturnType<typeof tunnel>) => connect(provider).then(() => null, causeOf)
const report = () =>
  JSON.parse(readFileSync(join(folder, 'report'), 'utf8')) as {
    args: string[]
    environment: Record<string, string>
    pid: number
  }

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('[fake] a quick tunnel leads to our port and to nothing else, at the address it tells', async () => {
  const connection = await connect()
  expect(connection.publicUrl).toBe('https://four-words-for-it.trycloudflare.com')
  const { args, environment } = report()
  expect(args).toContain('http://127.0.0.1:4100')
  expect(args).toContain('/dev/null')
  expect(Object.keys(environment).filter((name) => name.startsWith('TUNNEL_'))).toEqual([])
})

test('[fake] a named tunnel’s token is in no argument, and its own port leads to the vault', async () => {
  const behind = createServer((_, response) => response.end('vault'))
  await new Promise<void>((done) => void behind.listen(0, '127.0.0.1', done))
  const own = await named()
  const { port } = behind.address() as { port: number }
  const connection = await connect(tunnel('', { named: own }), port)
  expect(connection.publicUrl).toBe(publicUrl)
  expect(JSON.stringify(report().args)).not.toContain(own.token)
  expect(report().environment.TUNNEL_TOKEN).toBe(own.token)
  expect(await (await fetch(`http://127.0.0.1:${own.localPort}`)).text()).toBe('vault')
  await connection[Symbol.asyncDispose]()
  await expect(fetch(`http://127.0.0.1:${own.localPort}`)).rejects.toThrow()
  behind.closeAllConnections()
  await new Promise((done) => behind.close(done))
})

test('[fake] a set-up that leads elsewhere ends the tunnel, and so does one not understood', async () => {
  const elsewhere = await connect(tunnel('elsewhere', { named: await named() }))
  expect(await elsewhere.lost).toEqual({
    code: 'FORWARDS_ELSEWHERE',
    parameters: { program: 'cloudflared', service: 'http://localhost:22' },
  })
  const muddled = await connect(tunnel('muddled', { named: await named() }))
  expect(await muddled.lost).toMatchObject({ code: 'FORWARDS_ELSEWHERE' })
})

test('[fake] what it said last is told, without the token', async () => {
  expect(await failure(tunnel('refused', { named: await named() }))).toEqual({
    code: 'PROGRAM_ENDED',
    parameters: {
      program: 'cloudflared',
      detail: '2026-11-22T00:00:00Z ERR Provided Tunnel token is not valid. token=(token)  [31m',
    },
  })
})

test('[fake] a program that is not there is said', async () => {
  const file = join(folder, 'nothing')
  expect(await failure(tunnel('', { file }))).toEqual({
    code: 'PROGRAM_MISSING',
    parameters: { program: file },
  })
})

test('[fake] a program that ends has lost the connection', async () => {
  expect(await (await connect(tunnel('ends'))).lost).toMatchObject({ code: 'PROGRAM_ENDED' })
})

test('[fake] that it has an address is no connection; given up, the program ends', async () => {
  const attempt = new AbortController()
  const connecting = connect(tunnel('silent'), 4_100, attempt.signal)
  const { pid } = await vi.waitFor(report, 5_000)
  attempt.abort(new Error('enough'))
  await expect(connecting).rejects.toThrow('enough')
  expect(isRunning(pid)).toBe(false)
})

test('[fake] a program that does not end when asked is ended', async () => {
  const connection = await connect(tunnel('stubborn'))
  const { pid } = report()
  await connection[Symbol.asyncDispose]()
  expect(isRunning(pid)).toBe(false)
})
