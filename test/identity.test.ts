import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { call } from './support/call.ts'
import { listenSilently } from './support/listen.ts'
import { makeRegistryKey } from './support/registry-key.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let secretStore: ReturnType<typeof memorySecretStore>
/** What the vault of this file was at its first start. */
let first: { readonly ename: string; readonly evaultId: string }
/** What the keychain held then, and has again before each test. */
let keys: ReadonlyMap<string, string>

beforeAll(async () => {
  directory = await temporaryDirectory()
  secretStore = memorySecretStore()
  await using it = await open()
  first = { ename: it.vault.ename, evaultId: (await whois(it)).evaultId }
  keys = new Map(secretStore.secrets)
})
afterAll(() => directory[Symbol.asyncDispose]())
beforeEach(() => {
  secretStore.secrets.clear()
  for (const [name, secret] of keys) secretStore.secrets.set(name, secret)
})

const data = () => join(directory.path, 'data')
const open = (options: Parameters<typeof openTestVault>[0] = {}) =>
  openTestVault({ dataDirectory: data(), secretStore, ...options })
const whois = async (it: TestVault) =>
  (await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })).json
const warnings = async (it: TestVault): Promise<{ code: string; message: string }[]> =>
  (await it.owner('{ vault { warnings { code message } } }')).data.vault.warnings

describe('an identity', () => {
  test('is the same after a restart: eName, vault id and keys', async () => {
    await using it = await open()
    expect(it.vault.ename).toBe(first.ename)
    expect((await whois(it)).evaultId).toBe(first.evaultId)
    expect(secretStore.secrets).toEqual(keys)
    expect([...keys.keys()].sort()).toEqual([
      `${first.evaultId}/owner`,
      `${first.evaultId}/owner/2`,
      `${first.evaultId}/recovery`,
      `${first.evaultId}/registry`,
      `${first.evaultId}/storage`,
    ])
  })

  test('whose key the keychain lost is KEY_MISSING, and no other key is made', async () => {
    const storage = (name: string) => /\/(storage|recovery)$/.test(name)
    for (const name of keys.keys()) if (!storage(name)) secretStore.secrets.delete(name)
    await expect(open()).rejects.toMatchObject({
      code: 'KEY_MISSING',
      message: expect.stringContaining(first.ename),
    })
    expect([...secretStore.secrets.keys()].every(storage)).toBe(true)
  })

  test('with another key in the keychain is KEY_MISMATCH, and that key stays as it is', async () => {
    const [owner, registry] = [`${first.evaultId}/owner`, `${first.evaultId}/registry`] as const
    const other = keys.get(registry) as string
    secretStore.secrets.set(owner, other)
    await expect(open()).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    expect(new Map(secretStore.secrets)).toEqual(new Map([...keys, [owner, other]]))
  })

  test('is not begun while the keychain does not open, and the directory is free again', async () => {
    const locked = Object.assign(new Error('locked'), { code: 'KEYCHAIN_LOCKED' })
    await expect(open({ means: { openCustody: () => Promise.reject(locked) } })).rejects.toBe(
      locked,
    )
    const keychain = { id: 'plain', name: 'A plain file', weak: true }
    await using it = await open({ secretStore: { ...secretStore, keychain } })
    expect(it.vault.ename).toBe(first.ename)
    expect(await warnings(it)).toEqual([
      { code: 'WEAK_KEYCHAIN', message: expect.stringContaining('A plain file') },
      { code: 'KEYCHAIN_CHANGED', message: expect.stringContaining('Memory') },
    ])
  })
})

test('what the vault keeps is for its user only', async () => {
  const mode = async (name: string) => (await stat(join(data(), name))).mode & 0o777
  expect(await mode('.')).toBe(0o700)
  expect(await mode('registry.json')).toBe(0o600)
})

test('a damaged registry file is told by name, left as it is, and everything is closed again', async () => {
  const file = join(data(), 'registry.json')
  const before = await readFile(file)
  await writeFile(file, '{"version":1,')
  const refused = { code: 'REGISTRY_DATA_DAMAGED', message: expect.stringContaining(file) }
  await expect(open()).rejects.toMatchObject(refused)
  await expect(open()).rejects.toMatchObject(refused)
  expect(await readFile(file, 'utf8')).toBe('{"version":1,')
  await writeFile(file, before)
})

test('a clock that goes back keeps the order of records, and the owner is warned', async () => {
  const tomorrow = () => Date.now() + 24 * 3_600_000
  await using fresh = await temporaryDirectory()
  const ids: string[] = []
  for (const now of [tomorrow, () => Date.now(), () => 0]) {
    await using it = await open({ dataDirectory: fresh.path, means: { now } })
    ids.push(await it.create(), await it.create())
    const codes = (await warnings(it)).map(({ code }) => code)
    expect(codes).toEqual(now === tomorrow ? [] : ['CLOCK_BEHIND'])
    const { data } = await it.graphql('{ metaEnvelopes { edges { node { id } } } }')
    const edges: { node: { id: string } }[] = data.metaEnvelopes.edges
    expect(edges.map(({ node }) => node.id)).toEqual(ids)
  }
  expect([...ids].sort()).toEqual(ids)
})

describe('with a registry elsewhere', () => {
  const secret = 'shared-secret-of-the-test'
  const registryKey = makeRegistryKey('registry-key-1')
  let registry: EmbeddedRegistry | null
  let port: number
  beforeEach(async () => {
    registry = null
    port = (await startRegistry(0)).port
    await stopRegistry()
  })
  afterEach(() => stopRegistry())

  async function startRegistry(on = port) {
    const path = join(directory.path, 'registry')
    registry = await startEmbeddedRegistry({
      directory: path,
      port: on,
      secret,
      signer: await registryKey,
    })
    expect([0, registry.port]).toContain(on)
    return registry
  }
  async function stopRegistry() {
    await registry?.[Symbol.asyncDispose]()
    registry = null
  }
  const openThere = (registrySecret: string | null = secret) =>
    open({ config: { registry: `http://127.0.0.1:${port}` }, means: { registrySecret } })

  test('the vault is registered and certified there, and at each start moves to its address', async () => {
    await startRegistry()
    for (let start = 0; start < 2; start += 1) {
      await using it = await openThere()
      expect(await warnings(it)).toEqual([])
      expect((await whois(it)).keyBindingCertificates).toHaveLength(1)
      const { json } = await call(`${it.vault.registry.url}/resolve?w3id=${it.vault.ename}`)
      expect(json).toMatchObject({ uri: it.vault.localUrl, evault: first.evaultId })
      expect(it.vault.registry).toEqual({ url: `http://127.0.0.1:${port}`, secret })
    }
  })

  test('that is down the vault opens within five seconds, says so, and heals by itself', async () => {
    const started = performance.now()
    await using it = await openThere()
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(await warnings(it)).toEqual([
      { code: 'REGISTRY_UNREACHABLE', message: expect.stringContaining('cannot be reached') },
    ])
    expect((await whois(it)).keyBindingCertificates).toEqual([])
    expect((await it.owner('{ vault { certifiedAt } }')).data.vault.certifiedAt).toBeNull()
    const id = await it.create()
    expect(id).toBeTruthy()

    await startRegistry()
    await vi.waitUntil(async () => (await warnings(it)).length === 0, {
      timeout: 15_000,
      interval: 200,
    })
    expect((await whois(it)).keyBindingCertificates).toHaveLength(1)
    const { data } = await it.owner('{ vault { certifiedAt } }')
    expect(Date.now() - Date.parse(data.vault.certifiedAt)).toBeLessThan(15_000)
  })

  test('that takes calls and never answers, a first start takes three seconds longer at most', async () => {
    await using _silent = await listenSilently(port)
    /** Opens a new vault. How long that takes by itself depends on what else the computer does. */
    async function timeToOpen(config: { registry?: string }): Promise<number> {
      await using fresh = await temporaryDirectory()
      const started = performance.now()
      await using it = await open({
        dataDirectory: fresh.path,
        config,
        means: { registrySecret: secret },
      })
      const took = performance.now() - started
      expect(await it.create()).toBeTruthy()
      return took
    }
    const usual = await timeToOpen({})
    const waiting = await timeToOpen({ registry: `http://127.0.0.1:${port}` })
    expect(waiting - usual).toBeLessThan(3_000)
  })

  test('that refuses our secret, the owner is told in words without the secret', async () => {
    await startRegistry()
    await using it = await openThere('a-wrong-secret')
    const [warning] = await warnings(it)
    expect(warning?.code).toBe('REGISTRY_UNREACHABLE')
    expect(warning?.message).toContain('does not accept our shared secret')
    expect(JSON.stringify([warning, it.logged])).not.toContain('a-wrong-secret')
  })
})
