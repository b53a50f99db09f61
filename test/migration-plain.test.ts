import { randomUUID, webcrypto } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { canonicalJson } from '../src/w3id/canonical-json.ts'
import { encodePublicKey } from '../src/w3id/keys.ts'
import { call } from './support/call.ts'
import { openTown, type Town } from './support/friends.ts'
import { type Between, contentsOf, filesOf, moverOf, openBetween } from './support/moving.ts'
import type { TestVault } from './support/test-vault.ts'

/**
 * A vault that knows the protocol and nothing more, and holds the eName as its provider made it.
 */
let town: Town
let here: TestVault
let there: TestVault
let plain: Between
let ename: string
let named: { 'x-ename': string }
const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
let keys: webcrypto.CryptoKeyPair

beforeAll(async () => {
  town = await openTown()
  here = (await town.household()).it
  there = (await town.household()).it
  keys = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const spki = new Uint8Array(await subtle.exportKey('spki', keys.publicKey))
  const { json: entropy } = await call(`${town.host.vault.registry.url}/entropy`)
  const body = {
    ...{ registryEntropy: entropy.token, namespace: randomUUID() },
    ...{ verificationId: 'x', publicKey: encodePublicKey(spki) },
  }
  // The same name at both; the one that was made last is where the registry sends those who ask.
  for (const it of [there, here]) ename = (await it.call('/provision', { body })).json.w3id
  named = { 'x-ename': ename }
  plain = await openBetween(there.vault.localUrl)
  plain.after = ({ path }, text) =>
    path.startsWith('/migration')
      ? '{"error":"Not found"}'
      : text.replaceAll(there.vault.localUrl, plain.url)
}, 120_000)
afterAll(async () => {
  await plain[Symbol.asyncDispose]()
  await town[Symbol.asyncDispose]()
})

async function bindingDocument() {
  const document = { data: { name: 'Anna' }, subject: ename, type: 'self' }
  const bytes = new TextEncoder().encode(canonicalJson(document))
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = Buffer.from(await subtle.sign(algorithm, keys.privateKey, bytes))
  const ownerSignature = {
    ...{ signer: ename, signature: signature.toString('base64') },
    timestamp: new Date().toISOString(),
  }
  const { data } = await here.owner(
    `mutation ($input: CreateBindingDocumentInput!) { createBindingDocument(input: $input) {
      metaEnvelopeId errors { message } } }`,
    { input: { ...document, ownerSignature } },
    named,
  )
  return data.createBindingDocument
}

test('a vault moves to one that knows the protocol only, and what could not go is named', async () => {
  const inputs = Array.from({ length: 130 }, (_, n) => ({
    ...{
      id: `id-${n}`,
      ontology: n % 2 === 0 ? 'even' : 'odd',
      payload: { n, text: 'ä'.repeat(n) },
    },
    acl: n % 3 === 0 ? ['*'] : ['@alice'],
  }))
  await here.owner(
    `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs) { errorCount } }`,
    { inputs },
    named,
  )
  const [name, bytes] = Object.entries(filesOf)[1] as [string, Buffer]
  const content = bytes.toString('base64')
  const file = { filename: name, contentType: 'application/x-test', content, acl: ['*'] }
  const uploaded = await here.owner(
    `mutation ($input: UploadFileInput!) { uploadFile(input: $input) { metaEnvelopeId } }`,
    { input: file },
    named,
  )
  const fileId = uploaded.data.uploadFile.metaEnvelopeId
  const { metaEnvelopeId: documentId } = await bindingDocument()
  // There before, and other than what comes.
  await there.owner(
    `mutation { bulkCreateMetaEnvelopes(inputs: [
      { id: "id-7", ontology: "odd", payload: { mine: true }, acl: [] }
      { id: "id-8", ontology: "even", payload: { n: 8, text: "${'ä'.repeat(8)}" }, acl: [] }
    ]) { errorCount } }`,
    {},
    named,
  )
  const mover = moverOf(here, named)
  expect((await mover.start(plain.url, 'platform')).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.problem, ready.state, ready.helps]).toEqual([null, 'ready', false])
  expect(ready.leftBehind).toBe(1)
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  const registry = createRegistryClient({ url: town.host.vault.registry.url })
  expect((await registry.resolve(ename))?.uri).toBe(plain.url)

  const held = new Map((await contentsOf(there, named)).map((one) => [one.id, one]))
  for (const { id, payload } of inputs) {
    expect(held.get(id)?.parsed).toEqual(id === 'id-7' ? { mine: true } : payload)
  }
  // The record keeps its id, and leads to the bytes.
  const token = await there.platformToken()
  const headers = { ...named, authorization: `Bearer ${token}` }
  const leads = await there.call(`/files/${fileId}`, { headers })
  expect(leads.status).toBe(302)
  const got = await call(String(leads.headers.location), { headers })
  expect([got.status, Number(got.headers['content-length'])]).toEqual([200, bytes.length])

  const kinds = new Map(done.report?.notMoved.map((one) => [one.kind, one]))
  expect(kinds.get('conflicts')).toMatchObject({ count: 1, items: ['id-7'] })
  expect(kinds.get('bindings')?.items[0]).toContain(`${documentId} → `)
  expect(kinds.get('acls')).toMatchObject({ count: 131 })
  expect(kinds.get('log')?.count).toBeGreaterThan(100)
  expect(kinds.has('records')).toBe(false)
  expect(done.report).toMatchObject({ records: 131, files: 1, comparedWithAcl: 0 })
  const kept = JSON.parse(done.report?.json ?? '')
  expect(kept.notMoved).toHaveLength(done.report?.notMoved.length ?? 0)
  // Nothing that lets somebody in is in what is kept, or in an address.
  const asked = plain.passed.map(({ path }) => path).join('\n')
  expect(`${asked}\n${done.report?.json}\n${here.logged.join('')}`).not.toMatch(/eyJ[\w-]+\.eyJ/)
  expect((await mover.goBack()).errors).toEqual([])
  expect((await registry.resolve(ename, { fresh: true }))?.uri).toBe(here.vault.localUrl)
})

test.each([
  ['no JSON', () => '<html>'],
  [
    'more and more pages',
    (text: string) => text.replace('"hasNextPage":false', '"hasNextPage":true'),
  ],
])('a vault that answers with %s is not switched to', { timeout: 30_000 }, async (_, spoil) => {
  const mover = moverOf(here, named)
  const { after } = plain
  plain.after = (passing, text) => {
    const isPage = /edges \{|bulkCreate|metaEnvelope\(id/.test(passing.body)
    return isPage ? spoil(text) : after(passing, text)
  }
  await mover.start(plain.url, 'platform')
  const stopped = await mover.rests()
  plain.after = after
  expect([stopped.state, typeof stopped.problem]).toEqual(['copying', 'string'])
  expect((await mover.cancel(false)).errors).toEqual([])
})

test('a record that is shown under another id counts as not moved', async () => {
  const mover = moverOf(here, named)
  const { after } = plain
  plain.after = (passing, text) => after(passing, text.replaceAll('"id":"id-1"', '"id":"x"'))
  await mover.start(plain.url, 'platform')
  const ready = await mover.rests()
  plain.after = after
  // With the one that is in conflict.
  expect([ready.state, ready.leftBehind]).toEqual(['ready', 2])
  expect((await mover.cancel(false)).errors).toEqual([])
})

test('an address that is none, and a vault that lets nobody in, are said', async () => {
  const mover = moverOf(here, named)
  for (const url of ['file:///etc/passwd', 'http://a:b@c.example', 'x']) {
    expect((await mover.start(url, 'platform')).errors[0]?.code).toBe('INVALID_INPUT')
  }
  const bad = await mover.start(plain.url, 'token', { token: 'nobody’s' })
  expect(bad.errors[0]?.code).toBe('INVALID_INPUT')
  expect((await mover.start(plain.url, 'token')).errors[0]?.code).toBe('INVALID_INPUT')
  await mover.start(plain.url, 'token', { token: 'nobodys' })
  expect((await mover.rests()).problem).toContain('answered')
  await mover.cancel(false)
})
