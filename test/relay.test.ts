import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { hostKeyFingerprint } from '../src/tunnel/host-key.ts'
import { createHttpProbe, probeAnswer } from '../src/tunnel/probe.ts'
import { createTunnelSupervisor } from '../src/tunnel/supervisor.ts'
import { causeOf } from '../src/tunnel/tunnel.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { call } from './support/call.ts'
import { ownerSigner } from './support/people.ts'
import {
  type Certified,
  newcomer,
  openRelayRoom,
  type RelayRoom,
  standIn,
} from './support/relay-room.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

// A real relay, real vaults and a real registry. The vaults’ local listeners stand in for ingress.

interface Home extends Certified {
  readonly it: TestVault
  readonly port: number
}

let first: Home
let second: Home
let room: RelayRoom

beforeAll(async () => {
  first = await openHome()
  second = await openHome(first.it.vault.registry)
})
afterAll(async () => {
  await second.it[Symbol.asyncDispose]()
  await first.it[Symbol.asyncDispose]()
})
beforeEach(async () => {
  room = await openRelayRoom(registry())
})
afterEach(() => room[Symbol.asyncDispose]())

const registry = () => first.it.vault.registry

async function openHome(shared?: TestVault['vault']['registry']): Promise<Home> {
  const secretStore = memorySecretStore()
  const it = await openTestVault({
    secretStore,
    ...(shared && { config: { registry: shared.url }, means: { registrySecret: shared.secret } }),
  })
  const { ename, localUrl } = it.vault
  const whois = await it.call('/whois', { headers: { 'x-ename': ename } })
  return {
    it,
    ename,
    port: Number(new URL(localUrl).port),
    sign: await ownerSigner(secretStore.secrets),
    certificates: whois.json.keyBindingCertificates,
  }
}

const whois = (home: Home) => room.ask(home, '/whois', { headers: { 'x-ename': home.ename } })

async function failure(connecting: Promise<unknown>) {
  return causeOf(
    await connecting.then(
      () => null,
      (error: unknown) => error,
    ),
  )
}

test('two vaults behind a relay are each reached by their path', async () => {
  const { publicUrl } = await room.connect(first, first.port)
  await room.connect(second, second.port)
  expect(publicUrl).toBe(`${room.url}/${first.ename}`)
  for (const home of [first, second]) {
    const { status, json } = await whois(home)
    expect([status, json.w3id]).toEqual([200, home.ename])
  }
  const query = `mutation { createMetaEnvelope(input: { ontology: "a", payload: { at: "first" }, acl: ["*"] })
    { metaEnvelope { id } errors { code } } }`
  const headers = { 'x-ename': first.ename }
  const created = await room.ask(first, '/graphql', { body: { query }, headers })
  const { id } = created.json.data.createMetaEnvelope.metaEnvelope
  const read = { query: `{ metaEnvelope(id: "${id}") { id } }` }
  const token = await first.it.platformToken()
  const readAt = async (home: Home) => {
    const authorization = `Bearer ${token}`
    const answer = await room.ask(home, '/graphql', {
      body: read,
      headers: { 'x-ename': home.ename, authorization },
    })
    return answer.json.data.metaEnvelope
  }
  expect(await readAt(first)).toEqual({ id })
  expect(await readAt(second)).toBeNull()
})

test('of two homes one answers nothing, and floods; the other answers as ever', async () => {
  await room.connect(first, first.port)
  await room.misbehave(second, 'all at once')
  const victims = Array.from({ length: 30 }, () => {
    const socket = connect(room.relay.port, '127.0.0.1').on('error', () => {})
    socket.pause().write(`GET /${second.ename}/ HTTP/1.1\r\nhost: a\r\n\r\n`)
    return socket
  })
  const headers = { 'x-ename': first.ename }
  for (let count = 0; count < 50; count += 1) {
    const began = performance.now()
    const query = '{ __typename }'
    const { status } = await room.ask(first, '/graphql', { body: { query }, headers })
    expect(status).toBe(200)
    expect(performance.now() - began).toBeLessThan(2_000)
  }
  for (const socket of victims) socket.destroy()
})

test('by host name where all names below the relay’s lead to it', async () => {
  await using other = await openRelayRoom(registry(), {
    publicUrl: 'http://relay.example:8080',
    byHostName: true,
  })
  await using vault = await standIn((request, response) => {
    response.end(JSON.stringify([request.url, request.headers.host]))
  })
  const who = await newcomer(registry())
  const id = who.ename.slice(1)
  const { publicUrl } = await other.connect(who, vault.port)
  expect(publicUrl).toBe(`http://${id}.relay.example:8080`)
  const ask = async (host: string, path: string) =>
    (await call(`http://127.0.0.1:${other.relay.port}${path}`, { headers: { host } })).json
  const host = `${id}.relay.example:8080`
  expect(await ask(host, '/whois?a=@b')).toEqual(['/whois?a=@b', host])
  expect(await ask(`${id.toUpperCase()}.Relay.Example`, '/')).toEqual(['/', host])
  expect(await ask('relay.example', `/@${id}/whois`)).toEqual(['/whois', 'relay.example:8080'])
  expect(await ask('relay.example', `/%40${id.toUpperCase()}?a`)).toEqual([
    '/?a',
    'relay.example:8080',
  ])
  const nowhere = { error: 'No vault has this address' }
  expect(await ask(`${id}.elsewhere.example`, '/')).toEqual(nowhere)
  expect(await ask('relay.example', `/@${id}0/whois`)).toEqual(nowhere)
  expect(await ask('relay.example', '/')).toEqual(nowhere)
})

test('a proof is good only if all of it is', async () => {
  const other = await newcomer(registry())
  const { ename, sign, certificates } = await newcomer(registry())
  const foreign = { ename, sign: other.sign, certificates }
  const hour = 3_600_000
  const at = async (time: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: time })
    try {
      return await room.proof({ ename, sign, certificates })
    } finally {
      vi.useRealTimers()
    }
  }
  const bad: [string, () => Promise<string>][] = [
    ['for another relay', () => room.proof({ ename, sign, certificates }, 'https://other.example')],
    ['of an hour ago', () => at(Date.now() - hour)],
    ['to come', () => at(Date.now() + hour)],
    [
      'that lasts',
      () =>
        signJwt(
          {
            kid: 'owner',
            payload: { iss: ename, aud: room.url, jti: 'a', certificates },
            lifetimeSeconds: 61,
          },
          sign,
        ),
    ],
    ['by another key', () => room.proof(foreign)],
    ['of another name', () => room.proof(other)],
    [
      'with the certificate of another name',
      () => room.proof({ ename, sign: other.sign, certificates: other.certificates }),
    ],
    ['without a certificate', () => room.proof({ ename, sign, certificates: [] })],
    [
      'with something for a certificate',
      () => room.proof({ ename, sign, certificates: ['a.b.c'] }),
    ],
    ['that is none', async () => 'secret'],
    ['that is huge', async () => 'a'.repeat(20_000)],
    ['that is empty', async () => ''],
  ]
  const me = { ename, sign, certificates }
  for (const [what, proof] of bad) {
    const cause = await failure(room.tunnel(me, { proof }).connect(1, new AbortController().signal))
    expect([what, cause]).toEqual([
      what,
      { code: 'PROOF_REFUSED', parameters: { host: '127.0.0.1' } },
    ])
  }
  const proof = await room.proof(me)
  const again = () => room.tunnel(me, { proof: async () => proof })
  await using _connection = await again().connect(1, new AbortController().signal)
  expect((await failure(again().connect(1, new AbortController().signal))).code).toBe(
    'PROOF_REFUSED',
  )
})

test('what keeps the owner from proving it is said; a registry that is away is no refusal', async () => {
  const proof = () => Promise.reject(new Error('secret'))
  const forever = new AbortController().signal
  expect(await failure(room.tunnel(first, { proof }).connect(1, forever))).toEqual({
    code: 'PROOF_UNAVAILABLE',
    parameters: { detail: 'Error' },
  })
  await using lonely = await openRelayRoom({ url: 'http://127.0.0.1:1', secret: null })
  expect((await failure(lonely.tunnel(first).connect(1, forever))).code).toBe('UNREACHABLE')
})

test('a relay with another key is refused, and never told a proof', async () => {
  const { hostKey } = room.relay
  await using other = await openRelayRoom(registry())
  let asked = 0
  const proof = async () => {
    asked += 1
    return room.proof(first)
  }
  const port = other.relay.sshPort
  const connecting = room.tunnel(first, { port, hostKey, proof })
  expect(await failure(connecting.connect(1, new AbortController().signal))).toEqual({
    code: 'HOST_KEY_CHANGED',
    parameters: {
      host: '127.0.0.1',
      expected: hostKeyFingerprint(hostKey),
      found: hostKeyFingerprint(other.relay.hostKey),
    },
  })
  expect(asked).toBe(0)
})

test('a second connection of the same vault takes the place of the first', async () => {
  const before = await room.connect(first, first.port)
  await room.connect(first, second.port)
  expect((await before.lost).code).toBe('LOST')
  expect(
    (await room.ask(first, '/whois', { headers: { 'x-ename': second.ename } })).json.w3id,
  ).toBe(second.ename)
})

test('a vault that is away answers 503, and hears how often when it is back', async () => {
  const who = await newcomer(registry())
  expect((await room.ask(who, '/')).status).toBe(503)
  const connection = await room.connect(who, 1)
  await connection[Symbol.asyncDispose]()
  await vi.waitFor(async () => {
    const { status, headers, json } = await room.ask(who, '/secret')
    expect([status, headers['retry-after'], json]).toEqual([
      503,
      '10',
      { error: 'The vault is away' },
    ])
    // A page may know it, too.
    expect(headers['access-control-allow-origin']).toBe('*')
  }, 10_000)
  await room.ask(who, '/secret')
  const missed: unknown[] = []
  const back = room.tunnel(who, { onMissed: (what) => missed.push(what) })
  await using _back = await back.connect(1, new AbortController().signal)
  expect(missed).toEqual([{ count: 2, lastAt: expect.any(Number) }])
})

test('a relay keeps its key and nothing else, and notes no paths', async () => {
  await room.connect(first, first.port)
  await whois(first)
  await room.ask(first, '/secret-path?secret-query')
  expect(await readdir(room.directory)).toEqual(['host-key'])
  expect((await stat(join(room.directory, 'host-key'))).mode & 0o777).toBe(0o600)
  expect(room.logged.join('')).toContain(first.ename)
  expect(room.logged.join('')).not.toMatch(/secret|whois|127\.0\.0\.1|eyJ/)
  const { hostKey } = room.relay
  await room.stop()
  await room.start()
  expect(room.relay.hostKey).toBe(hostKey)
})

test('after a relay has restarted, its vaults are reachable again within five seconds', async () => {
  const probeKey = new Uint8Array(32).fill(7)
  await using vault = await standIn((request, response) => {
    response.end(probeAnswer(probeKey, (request.url ?? '').slice(-43)))
  })
  const tunnel = createTunnelSupervisor({
    providers: [room.tunnel(first)],
    probe: createHttpProbe(probeKey),
    onStatus: () => {},
  })
  const up = () => vi.waitFor(() => expect(tunnel.status.state).toBe('up'), 10_000)
  tunnel.start(vault.port)
  await up()
  expect(tunnel.status).toMatchObject({ publicUrl: `${room.url}/${first.ename}` })
  await room.stop()
  await pause(6_000)
  expect(tunnel.status.state).not.toBe('up')
  const began = performance.now()
  await room.start()
  await up()
  console.info(`reachable ${Math.round(performance.now() - began)} ms after the relay started`)
  expect(performance.now() - began).toBeLessThan(5_000)
  await tunnel.stop()
}, 40_000)
