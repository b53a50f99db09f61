import { webcrypto } from 'node:crypto'
import pino from 'pino'
import { expect, test } from 'vitest'
import { openKeyUses } from '../src/evault/keys/key-uses.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { encodePublicKey } from '../src/w3id/keys.ts'
import { openTestDatabase } from './support/storage.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

async function lastUses(it: TestVault): Promise<Record<string, string | null>> {
  const { data } = await it.owner('{ identity { keys { publicKey lastUsedAt } } }')
  const keys: { publicKey: string; lastUsedAt: string | null }[] = data.identity.keys
  return Object.fromEntries(keys.map(({ publicKey, lastUsedAt }) => [publicKey, lastUsedAt]))
}

/** The key of another device, which the owner has added. */
async function addDevice(it: TestVault) {
  const { privateKey, publicKey } = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const text = encodePublicKey(new Uint8Array(await subtle.exportKey('spki', publicKey)))
  await it.owner(
    'mutation ($k: String!) { addKey(publicKey: $k, device: "phone") { errors { code } } }',
    {
      k: text,
    },
  )
  const ename = it.vault.ename
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes))
  const payload = { iss: ename, aud: ename }
  const token = await signJwt({ kid: `${ename}#0`, payload, lifetimeSeconds: 300 }, sign)
  return { publicKey: text, headers: { authorization: `Bearer ${token}` } }
}

test('a key of a device is used when its token is good, and that is known after a restart', async () => {
  await using directory = await temporaryDirectory()
  const secretStore = memorySecretStore()
  const open = () => openTestVault({ dataDirectory: directory.path, secretStore })
  let used: string | null | undefined
  let device: string
  {
    await using it = await open()
    const { publicKey, headers } = await addDevice(it)
    device = publicKey
    expect((await lastUses(it))[device]).toBeNull()
    const begun = Date.now()
    const bad = { authorization: `${headers.authorization.slice(0, -4)}AAAA` }
    await it.graphql('{ metaEnvelopes(first: 1) { totalCount } }', {}, bad)
    expect((await lastUses(it))[device]).toBeNull()
    await it.graphql('{ metaEnvelopes(first: 1) { totalCount } }', {}, headers)
    used = (await lastUses(it))[device]
    expect(Date.parse(used ?? '')).toBeGreaterThanOrEqual(begun)
  }
  await using it = await open()
  expect((await lastUses(it))[device]).toBe(used)
})

test('the key of this computer is used when it signs the operation log', async () => {
  await using it = await openTestVault()
  await it.create()
  const key = Object.keys(await lastUses(it))[0] as string
  await expect.poll(async () => (await lastUses(it))[key], { timeout: 5_000 }).not.toBeNull()
})

test('a use that could not be kept does no harm, and the next one is', async () => {
  await using directory = await temporaryDirectory()
  const log = pino({ level: 'silent' })
  await using opened = await openTestDatabase(directory.path, null)
  const { db } = opened
  const client = (db as unknown as { $client: { mayWrite: () => boolean } }).$client
  {
    await using uses = await openKeyUses(db, log, () => 1_000)
    uses.note('@a', 'zOne')
    client.mayWrite = () => false
  }
  client.mayWrite = () => true
  {
    await using uses = await openKeyUses(db, log, () => 2_000)
    expect(uses.last('@a', 'zOne')).toBeNull()
    uses.note('@a', 'zOne')
  }
  await using uses = await openKeyUses(db, log)
  expect(uses.last('@a', 'zOne')).toEqual(new Date(2_000))
  expect(uses.last('@b', 'zOne')).toBeNull()
})
