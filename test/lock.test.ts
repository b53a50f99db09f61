import { createConnection } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OwnerAccess } from '../src/evault/lock/owner-door.ts'
import { call } from './support/call.ts'
import { openChangeStream } from './support/event-stream.ts'
import { openReceiver } from './support/receiver.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

/** The vault's side of the lock: what is closed, who is refused, what waits. */

const served = 'https://served.example'
const refused = 'https://refused.example'
const read = '{ metaEnvelopes(first: 5) { edges { node { id } } } }'
const decide = `mutation ($platform: String!) {
  decideConsent(platform: $platform, decision: everything) { errors { code } } }`
const refuse = `mutation ($platform: String!, $refused: Boolean!) {
  refuseWhileLocked(platform: $platform, refused: $refused) {
    consent { platform decision refusedWhileLocked } errors { field code } } }`

let it: TestVault
beforeEach(async () => {
  it = await openTestVault({ config: { policy: 'guarded' } })
})
afterEach(() => it[Symbol.asyncDispose]())

const bearer = async (platform: string) => ({
  authorization: `Bearer ${await it.platformToken(platform)}`,
})
const change = async (platform: string, on = true) =>
  (await it.owner(refuse, { platform, refused: on })).data.refuseWhileLocked
const ask = (access: OwnerAccess, token = access.token) =>
  call(access.url, {
    body: { query: '{ vault { ename } }' },
    headers: { authorization: `Bearer ${token}` },
  })

test('locked, the owner’s port refuses connections, streams end and the token is worth nothing', async () => {
  const before = it.vault.owner
  expect((await ask(before)).status).toBe(200)
  await using changes = await openChangeStream(before)
  await it.vault.gate.lock()
  expect(await codeOfConnecting(before.url)).toBe('ECONNREFUSED')
  await expect(Promise.race([changes.next(), delay(2_000, 'still open')])).rejects.toThrow()
  expect(it.vault.gate.access).toBeNull()
  expect(() => it.vault.owner).toThrow('locked')

  const after = await it.vault.gate.unlock()
  expect(after.token).not.toBe(before.token)
  expect((await ask(after)).status).toBe(200)
  expect((await ask(after, before.token)).status).toBe(401)
})

test('locking twice and unlocking twice is the same as once', async () => {
  await Promise.all([it.vault.gate.lock(), it.vault.gate.lock()])
  const [first, second] = await Promise.all([it.vault.gate.unlock(), it.vault.gate.unlock()])
  expect(second).toEqual(first)
  expect((await ask(first)).status).toBe(200)
  const [, , last] = await Promise.all([
    it.vault.gate.lock(),
    it.vault.gate.unlock(),
    it.vault.gate.lock().then(() => it.vault.gate.access),
  ])
  expect(last).toBeNull()
})

test('a vault that starts locked has no owner’s port until it is unlocked', async () => {
  await using other = await openTestVault({ means: { startsLocked: true } })
  expect(other.vault.gate.access).toBeNull()
  expect((await other.graphql(read)).errors).toEqual([])
  expect((await ask(await other.vault.gate.unlock())).status).toBe(200)
})

test('a platform is refused while it is locked, where the owner said so, and noted', async () => {
  for (const platform of [served, refused]) await it.owner(decide, { platform })
  expect(await change(`${refused}/`)).toEqual({
    consent: { platform: refused, decision: 'everything', refusedWhileLocked: true },
    errors: [],
  })
  expect(it.vault.gate.countPlatforms()).toEqual({ served: 1, refused: 1 })
  expect((await it.graphql(read, {}, await bearer(refused))).errors).toEqual([])

  await it.vault.gate.lock()
  expect((await it.graphql(read, {}, await bearer(served))).errors).toEqual([])
  const answer = await it.graphql(read, {}, await bearer(refused))
  expect(answer.status).toBe(403)
  expect(answer.errors[0]?.extensions.code).toBe('VAULT_LOCKED')
  const logs = await it.call('/logs', {
    method: 'GET',
    headers: { 'x-ename': it.vault.ename, ...(await bearer(refused)) },
  })
  expect(logs).toMatchObject({ status: 403, json: { error: expect.stringContaining('locked') } })
  // Who shows no token is served as the policies say.
  expect((await it.graphql(read)).errors).toEqual([])

  await it.vault.gate.unlock()
  expect((await it.graphql(read, {}, await bearer(refused))).errors).toEqual([])
  const { accessLog } = (await it.owner('{ accessLog(first: 50) { caller reason } }')).data
  expect(accessLog).toContainEqual({
    caller: `platform ${refused}`,
    reason: 'VAULT_LOCKED',
  })
})

test('it is said of platforms that were decided about, and stays with another decision', async () => {
  expect((await change(refused)).errors).toEqual([{ field: 'platform', code: 'NOT_FOUND' }])
  await it.graphql(read, {}, await bearer(refused))
  expect((await change(refused)).errors).toEqual([{ field: 'platform', code: 'NOT_FOUND' }])
  await it.owner(decide, { platform: refused })
  await change(refused)
  await it.owner(decide, { platform: refused })
  const consents = async () => (await it.owner('{ consents { refusedWhileLocked } }')).data.consents
  expect(await consents()).toEqual([{ refusedWhileLocked: true }])
  await change(refused, false)
  expect(await consents()).toEqual([{ refusedWhileLocked: false }])
})

test('deliveries to a refused platform wait and are sent after unlocking; others go out', async () => {
  await using quiet = await openReceiver()
  await using other = await openReceiver()
  for (const { url } of [quiet, other]) {
    await it.platformToken(url)
    await it.owner(decide, { platform: url })
  }
  // What the registry says is kept for a second.
  await delay(1_100)
  await change(quiet.url)
  await it.vault.gate.lock()
  const id = await it.create({ content: 'while locked' })
  const arrived = (at: typeof quiet) => at.packets.some(({ json }) => json.id === id)
  await vi.waitUntil(() => arrived(other), { timeout: 15_000 })
  await delay(1_500)
  expect(quiet.packets).toEqual([])
  await it.vault.gate.unlock()
  await vi.waitUntil(() => arrived(quiet), { timeout: 5_000 })
  expect(quiet.packets).toHaveLength(1)
})

test('the log grows while it is locked, and its end is signed when it is unlocked', async () => {
  const secretStore = memorySecretStore()
  await using own = await openTestVault({ secretStore })
  const integrity = async () =>
    (await own.owner('{ logIntegrity { whole signedSequence entries } }')).data?.logIntegrity
  await own.create()
  await vi.waitUntil(async () => (await integrity()).signedSequence > 0, { timeout: 5_000 })
  const { entries: before } = await integrity()
  await own.vault.gate.lock()
  await own.create()
  await own.create()
  await delay(1_500)
  await own.vault.gate.unlock()
  const early = await integrity()
  expect(early).toMatchObject({ whole: true, signedSequence: before, entries: before + 2 })
  await vi.waitUntil(
    async () => {
      const { whole, signedSequence } = await integrity()
      return whole && signedSequence === before + 2
    },
    { timeout: 5_000 },
  )
})

test('who holds the vault asks as its owner while it is locked, without the listener', async () => {
  await it.vault.gate.lock()
  await it.graphql(read, {}, await bearer(refused))
  expect(await it.vault.gate.ask('{ consents { platform decision } }')).toEqual({
    data: { consents: [{ platform: refused, decision: 'undecided' }] },
  })
})

function codeOfConnecting(url: string): Promise<string> {
  const { port, hostname: host } = new URL(url)
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: Number(port) })
    socket.once('connect', () => resolve('connected'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
  })
}
