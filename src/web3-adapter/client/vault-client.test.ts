import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestVault, type TestVault } from '../../../test/support/test-vault.ts'
import { recordHash } from './record-hash.ts'
import type { VaultClient } from './types.ts'
import { createVaultClient } from './vault-client.ts'

const platform = 'https://murmur.example.com'
const ontology = '550e8400-e29b-41d4-a716-446655440001'

let it: TestVault
let client: VaultClient
let ename: string
beforeAll(async () => {
  it = await openTestVault()
  ename = it.vault.ename
  client = createVaultClient({ registry: it.vault.registry.url, platform })
})
afterAll(() => it[Symbol.asyncDispose]())

/** What has to survive, member by member, in this order. */
const awkward = {
  z: 1,
  a: [1.5, -0, 1e21, 123456789012345680000],
  '10': 'after two',
  '2': 'before ten',
  nested: { b: null, a: { content: 'Zoë 🜂 \u2028 "\\' } },
  empty: {},
}

function draft(payload: object = { content: 'Hello' }) {
  return { id: randomUUID(), ontology, payload: { ...payload }, acl: ['*'] }
}

async function loggedHash(id: string): Promise<string> {
  const { json } = await it.call('/logs?limit=50', { headers: { 'x-ename': ename } })
  const entry = json.logs.find((one: { metaEnvelopeId: string }) => one.metaEnvelopeId === id)
  return entry.envelopeHash
}

test('a record is created with our id, read, changed and removed', async () => {
  const record = draft()
  expect(await client.create(ename, record)).toBe('created')
  const found = await client.read(ename, record.id)
  expect(found).toMatchObject({ id: record.id, ontology, payload: { content: 'Hello' } })
  const changed = { ...record, payload: { content: 'Changed' } }
  expect(await client.update(ename, changed, found?.hash ?? '')).toBe('updated')
  expect((await client.read(ename, record.id))?.payload).toEqual({ content: 'Changed' })
  await client.remove(ename, record.id)
  expect(await client.read(ename, record.id)).toBeNull()
  await client.remove(ename, record.id)
})

test('of two who change the same record, the second is told', async () => {
  const record = draft({ content: 'once' })
  await client.create(ename, record)
  const base = recordHash(record)
  const [first, second] = [{ content: 'one' }, { content: 'other' }]
  expect(await client.update(ename, { ...record, payload: first }, base)).toBe('updated')
  expect(await client.update(ename, { ...record, payload: second }, base)).toBe('changed')
  const found = await client.read(ename, record.id)
  expect(found?.payload).toEqual(first)
  expect(await client.update(ename, { ...record, payload: second }, found?.hash ?? '')).toBe(
    'updated',
  )
})

test('a change of what was removed meanwhile does not bring it back', async () => {
  const record = draft()
  await client.create(ename, record)
  await client.remove(ename, record.id)
  expect(await client.update(ename, record, recordHash(record))).toBe('changed')
  expect(await client.read(ename, record.id)).toBeNull()
})

test('creating again what is there creates nothing', async () => {
  const record = draft({ content: 'first' })
  await client.create(ename, record)
  const again = { ...record, payload: { content: 'second' } }
  expect(await client.create(ename, again)).toBe('exists')
  expect((await client.read(ename, record.id))?.payload).toEqual({ content: 'first' })
})

test('the hash of what was read, and of what was sent, is the one in the vault’s log', async () => {
  const record = draft(awkward)
  await client.create(ename, record)
  const logged = await loggedHash(record.id)
  const found = await client.read(ename, record.id)
  expect(found?.hash).toBe(logged)
  expect(recordHash(record)).toBe(logged)
  expect(JSON.stringify(found?.payload)).toBe(JSON.stringify(awkward))
})

test('a member that is named as a prototype stays a member', async () => {
  const payload = JSON.parse('{"__proto__":{"isAdmin":true},"content":"x"}')
  const record = { ...draft(), payload }
  await client.create(ename, record)
  const found = await client.read(ename, record.id)
  expect(found?.hash).toBe(recordHash(record))
  expect(Object.hasOwn(found?.payload ?? {}, '__proto__')).toBe(true)
  expect(found?.payload.isAdmin).toBeUndefined()
})

test('all records of a type are listed, however many pages they are', async () => {
  const type = 'of-many'
  const ids = await Promise.all(
    Array.from({ length: 205 }, (_, number) => it.create({ number }, ['*'], type)),
  )
  const listed: string[] = []
  for await (const record of client.list(ename, type)) listed.push(record.id)
  expect(listed.toSorted()).toEqual(ids.toSorted())
})

test('what the vault will never take is final, what its owner may allow is not', async () => {
  const record = draft()
  await client.create(ename, record)
  const found = async (payload: object, of = client) =>
    of
      .update(ename, { ...record, payload: { ...payload } }, recordHash(record))
      .catch(({ code, isFinal }) => ({ code, isFinal }))
  expect(await found({ content: 'NUL \0' })).toEqual({ code: 'INVALID_PAYLOAD', isFinal: true })
  await it.owner(
    `mutation { decideConsent(platform: "https://other.example.com", decision: blocked,
      ontologies: []) { errors { code message } } }`,
  )
  const other = createVaultClient({
    registry: it.vault.registry.url,
    platform: 'https://other.example.com',
  })
  expect(await found({ content: 'x' }, other)).toEqual({ code: 'FORBIDDEN', isFinal: false })
  await expect(other.read(ename, randomUUID())).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a name without a vault, and what is no name, are told apart', async () => {
  const nobody = client.read('@nobody', randomUUID())
  await expect(nobody).rejects.toMatchObject({ code: 'UNKNOWN_ENAME', isFinal: false })
  const abroad = client.read('@名前', randomUUID())
  await expect(abroad).rejects.toMatchObject({ code: 'INVALID_ENAME', isFinal: true })
  await expect(client.read(' ', randomUUID())).rejects.toThrow(TypeError)
})

test('a file is stored, and opened by its URI without what could harm who shows it', async () => {
  const content = Buffer.from('<script>alert(1)</script>').toString('base64')
  const file = { filename: 'a.html', contentType: 'text/html', content, acl: [] }
  const uri = await client.upload(ename, file)
  expect(uri.startsWith(`w3ds://file?id=${ename}/`)).toBe(true)
  const opened = await client.openFile(uri)
  expect(opened.status).toBe(200)
  expect(opened.headers.get('content-security-policy')).toContain('sandbox')
  expect(Buffer.from(await opened.arrayBuffer()).toString('base64')).toBe(content)
})

test('a large file comes whole', async () => {
  const bytes = Buffer.alloc(9_000_000, 'abcdefg')
  const content = bytes.toString('base64')
  const file = { filename: 'a.bin', contentType: 'image/png', content, acl: ['*'] }
  const opened = await client.openFile(await client.upload(ename, file))
  expect(opened.headers.get('content-length')).toBe('9000000')
  expect(bytes.equals(Buffer.from(await opened.arrayBuffer()))).toBe(true)
})

test('what is no file of a vault is not opened', async () => {
  const missing = `w3ds://file?id=${ename}/${randomUUID()}`
  await expect(client.openFile(missing)).rejects.toMatchObject({ code: 'NOT_FOUND', isFinal: true })
  await expect(client.openFile('https://example.com/a.png')).rejects.toThrow(TypeError)
  await expect(client.openFile('w3ds://auth?redirect=https://a.b&session=x&platform=y'))
    .rejects //
    .toThrow('leads to no file')
})

test('a platform proves itself with its secret or its key', async () => {
  const { url, secret } = it.vault.registry
  const register = async (body: object) =>
    fetch(`${url}/platforms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const own = 'https://with-secret.example.com'
  const ownSecret = 's'.repeat(40)
  expect((await register({ url: own, secret: ownSecret })).status).toBe(201)
  const id = await it.create()
  const known = createVaultClient({ registry: url, platform: own, evidence: { secret: ownSecret } })
  expect((await known.read(ename, id))?.id).toBe(id)
  const pretender = createVaultClient({ registry: url, platform: own })
  const refused = await pretender.read(ename, id).catch((error) => error)
  expect(refused).toMatchObject({ name: 'VaultError', code: 'REFUSED', isFinal: false })

  const { subtle } = globalThis.crypto
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const spki = Buffer.from(await subtle.exportKey('spki', pair.publicKey)).toString('hex')
  const keyed = 'https://with-key.example.com'
  expect((await register({ url: keyed, publicKey: `f${spki}` })).status).toBe(201)
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(
      await subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        Uint8Array.from(bytes),
      ),
    )
  const proved = createVaultClient({ registry: url, platform: keyed, evidence: { sign } })
  expect((await proved.read(ename, id))?.id).toBe(id)
})
