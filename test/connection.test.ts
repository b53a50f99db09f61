import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConnectionWay } from '../src/ipc/connection.ts'
import type { Connection } from '../src/main/connection/connection.ts'
import { startRelay } from '../src/relay/relay.ts'
import { call } from './support/call.ts'
import { openTestConnection, type TestConnection } from './support/connection.ts'
import { freePort, listenSilently } from './support/listen.ts'
import { fingerprintOf, startSshd } from './support/sshd.ts'
import { openTestVault, type TestVault, temporaryDirectory } from './support/test-vault.ts'

let it: TestVault
let home: TestConnection
let connection: Connection

beforeEach(async () => {
  it = await openTestVault()
  home = await openTestConnection(it)
  connection = home.connection
})
afterEach(async () => {
  await home[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

function ownAddress(port: number, publicPort = port): ConnectionWay {
  return {
    kind: 'own-address',
    publicUrl: `http://127.0.0.1:${publicPort}`,
    listen: { address: '127.0.0.1', port },
    behindProxy: false,
  }
}

const use = (...ways: ConnectionWay[]) => connection.use({ ways, leaveOnQuit: false })
const status = () => home.status()
const isUp = () => expect.poll(async () => (await status()).state).toBe('up')

test('a vault is reached as soon as it is open, from the next start on by itself', async () => {
  const port = await freePort()
  await use(ownAddress(port))
  expect(await status()).toEqual({ state: 'off' })
  home.show(true)
  await isUp()
  const answer = await call(`http://127.0.0.1:${port}/whois`, {
    headers: { 'x-ename': it.vault.ename },
  })
  expect(answer.json.w3id).toBe(it.vault.ename)
  expect(home.states.at(-1)).toMatchObject({
    status: { state: 'up', publicUrl: `http://127.0.0.1:${port}` },
    lastProof: { publicUrl: `http://127.0.0.1:${port}` },
  })

  home.show(false)
  await expect.poll(status).toEqual({ state: 'off' })
  await expect(call(`http://127.0.0.1:${port}/whois`)).rejects.toThrow()
  // What was true then is still said to have been.
  expect((await connection.read()).lastProof?.at).toBeTypeOf('number')
})

test('the vault keeps when it was reached, and that the owner ended it', async () => {
  await use(ownAddress(await freePort()))
  home.show(true)
  await isUp()
  await use()
  const spans = async () =>
    (await it.owner('{ reach { spans { provider endedAt causeCode } } }')).data.reach.spans
  await expect
    .poll(spans)
    .toEqual([{ provider: 'own-address', endedAt: expect.any(String), causeCode: null }])
})

test('a port that another program holds is told, and the second way is taken', async () => {
  await using taken = await listenSilently()
  const port = await freePort()
  await use(ownAddress(taken.port), ownAddress(port))
  home.show(true)
  await isUp()
  expect(await status()).toMatchObject({
    provider: 1,
    failures: [{ provider: 0, cause: { code: 'PORT_TAKEN', parameters: { port: taken.port } } }],
  })
})

test('a way is tried without being taken, and the one in use goes on afterwards', async () => {
  const [port, other] = [await freePort(), await freePort()]
  await use(ownAddress(port))
  home.show(true)
  await isUp()
  const publicUrl = `http://127.0.0.1:${other}`
  expect(await connection.test(ownAddress(other))).toEqual({
    ...{ publicUrl, cause: null, serverKey: null },
  })
  expect(await connection.test(ownAddress(other, 1))).toMatchObject({
    publicUrl: null,
    cause: { code: 'PROBE_UNREACHABLE' },
  })
  await isUp()
  expect((await connection.read()).ways).toEqual([ownAddress(port)])
  expect(await status()).toMatchObject({ publicUrl: `http://127.0.0.1:${port}` })
}, 60_000)

test('a way is tried once the vault is open that is closed and opened again just now', async () => {
  home.show(true)
  const port = await freePort()
  home.show(false, 'stopping')
  const tried = connection.test(ownAddress(port))
  await delay(50)
  home.show(false, 'starting')
  await delay(50)
  home.show(true)
  expect(await tried).toMatchObject({ publicUrl: `http://127.0.0.1:${port}`, cause: null })

  home.show(false, 'failed')
  await expect(connection.test(ownAddress(port))).rejects.toThrow('not open')
})

test('nobody waits for a vault when the app is quit', async () => {
  home.show(false, 'starting')
  const tried = expect(connection.test(ownAddress(await freePort()))).rejects.toThrow('not open')
  await connection.stop()
  await tried
}, 5_000)

test('a vault is reached through a relay that it has proven itself to, and sees who asks', async () => {
  await using directory = await temporaryDirectory()
  const [port, sshPort] = [await freePort(), await freePort()]
  const publicUrl = `http://127.0.0.1:${port}`
  await using _relay = await startRelay({
    ...{ registryUrl: it.vault.registry.url, publicUrl, dataDirectory: directory.path },
    ...{ address: '127.0.0.1', port, sshPort, byHostName: false, behindProxy: true },
    log: pino({ level: 'silent' }),
  })
  const way = { kind: 'relay', host: '127.0.0.1', port: sshPort, publicUrl } as const
  // The registry has to certify the key first.
  await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })
  home.show(true)
  await use(way)
  await isUp()
  const own = `${publicUrl}/${it.vault.ename}`
  expect(await status()).toMatchObject({ publicUrl: own })
  const headers = { 'x-ename': it.vault.ename, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }
  expect((await call(`${own}/whois`, { headers })).json.w3id).toBe(it.vault.ename)
  const { data } = await it.owner('{ inboundRequests { address route } }')
  expect(data.inboundRequests).toEqual([{ address: '203.0.113.7', route: '/whois' }])
})

test('whom a way was tried with is told, and whether that one was known', async () => {
  home.show(true)
  const { sshPublicKey } = await connection.means()
  await using sshd = await startSshd(sshPublicKey)
  const fingerprint = fingerprintOf(sshd)
  const port = await freePort()
  const way: ConnectionWay = {
    ...{ kind: 'ssh', host: '127.0.0.1', port: sshd.port, user: 'nobody-there' },
    ...{ listen: { address: '127.0.0.1', port }, publicUrl: `http://127.0.0.1:${port}` },
    behindProxy: false,
  }
  // Who is not let in has already seen who does not let them in.
  expect(await connection.test(way)).toMatchObject({
    cause: { code: 'LOGIN_REFUSED' },
    serverKey: { fingerprint, isNew: true },
  })
  // Nothing was saved: whoever answers next time is as unknown as this one was.
  sshd.changeHostKey('ecdsa')
  await sshd.kill()
  await sshd.start()
  const changed = fingerprintOf(sshd)
  expect(changed).not.toBe(fingerprint)
  const known = { ...way, user: sshd.user }
  expect(await connection.test(known)).toMatchObject({
    cause: null,
    serverKey: { fingerprint: changed, isNew: true },
  })
  await use(ownAddress(port), known)
  expect((await connection.read()).serverKeys).toEqual([null, changed])
  expect(await connection.test(known)).toMatchObject({
    serverKey: { fingerprint: changed, isNew: false },
  })
  // Saved, it is expected.
  sshd.changeHostKey('ed25519')
  await sshd.kill()
  await sshd.start()
  expect(await connection.test(known)).toMatchObject({
    cause: { code: 'HOST_KEY_CHANGED' },
    serverKey: { fingerprint: changed, isNew: false },
  })
  expect(await connection.test(ownAddress(port))).toMatchObject({ serverKey: null })
})

test('a token goes from the clipboard into the keychain, and nowhere else', async () => {
  home.clipboard = '  eyJhIjoiYiJ9-token \n'
  await connection.pasteToken('cloudflared')
  expect(home.clipboard).toBe('')
  expect(home.secrets.get('tunnel-token/cloudflared')).toBe('eyJhIjoiYiJ9-token')
  const { hasToken, sshPublicKey } = await connection.means()
  expect(hasToken).toEqual({ cloudflared: true, ngrok: false })
  expect(sshPublicKey).toMatch(/^ssh-ed25519 AAAA\S+ eVault Desktop$/)
  expect((await connection.means()).sshPublicKey).toBe(sshPublicKey)
  expect(JSON.stringify(await connection.read())).not.toContain('token')

  home.clipboard = 'two words'
  await expect(connection.pasteToken('ngrok')).rejects.toThrow('no token')
  expect(home.clipboard).toBe('two words')
})
