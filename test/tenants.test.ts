import { randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeKey } from './conformance/key-holder.ts'
import { call } from './support/call.ts'
import { openPeople, ownerOf } from './support/people.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any
type Headers = Readonly<Record<string, string>>

/** A vault somebody was given on this server, with the key in their wallet. */
interface Tenant {
  readonly ename: string
  readonly publicKey: string
  readonly named: { readonly 'x-ename': string }
  /** The headers of its owner, for this vault unless another is asked. */
  owner(vault?: string): Promise<Headers>
}

const secretStore = memorySecretStore()
let it: TestVault
let a: Tenant
let b: Tenant

beforeAll(async () => {
  it = await openTestVault({ secretStore })
  a = await provision(it)
  b = await provision(it)
})
afterAll(() => it[Symbol.asyncDispose]())

async function askForVault(of: TestVault, body: object = {}) {
  const registryEntropy = (await call(`${of.vault.registry.url}/entropy`)).json.token
  const usual = { registryEntropy, namespace: randomUUID(), verificationId: randomUUID() }
  return of.call('/provision', { body: { ...usual, ...body } })
}
async function provision(of: TestVault): Promise<Tenant> {
  const { publicKey, as } = await makeKey()
  const { status, json } = await askForVault(of, { publicKey })
  expect([status, json.success, json.uri]).toEqual([200, true, of.vault.localUrl])
  const ename: string = json.w3id
  const holder = as(ename)
  return {
    ...{ ename, publicKey, named: { 'x-ename': ename } },
    owner: async (vault = ename) => ({
      'x-ename': vault,
      authorization: `Bearer ${await holder.token(vault)}`,
    }),
  }
}
const whois = async (headers: Headers, of = it) => (await of.call('/whois', { headers })).json
const certified = async (headers: Headers, of = it) =>
  (await whois(headers, of)).keyBindingCertificates.map((token: string) => {
    const { ename, publicKey } = decodeJwt(token)
    return { ename, publicKey }
  })
const addKey = (publicKey: string, headers: Headers, of = it) =>
  of.call('/public-key', { method: 'PATCH', body: { publicKey }, headers })

const write = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { id } errors { code } } }`
const put = async (id: string, payload: object, headers: Headers, acl: string[] = []) => {
  const input = { ontology: 'o', payload, acl }
  const { data, errors } = await it.graphql(write, { id, input }, headers)
  return errors[0]?.extensions.code ?? data.updateMetaEnvelope.errors[0]?.code ?? 'ok'
}
const get = async (id: string, headers: Headers, of = it) => {
  const query = 'query ($id: ID!) { metaEnvelope(id: $id) { parsed } }'
  const { data, errors } = await of.graphql(query, { id }, headers)
  return errors[0]?.extensions.code ?? data.metaEnvelope?.parsed ?? null
}

test('of two calls with the same entropy at once, one makes a vault', async () => {
  const registryEntropy = (await call(`${it.vault.registry.url}/entropy`)).json.token
  const body = { registryEntropy, namespace: randomUUID() }
  const answers = await Promise.all([askForVault(it, body), askForVault(it, body)])
  expect(answers.map(({ json }) => json.success).sort()).toEqual([false, true])
  expect(answers.find(({ json }) => !json.success)?.json.error).toContain('before')
})

test('each call of /provision makes another vault, resolvable, with the key it was given', async () => {
  expect(new Set([a.ename, b.ename, it.vault.ename]).size).toBe(3)
  const ids = []
  for (const { ename, publicKey, named } of [a, b]) {
    expect(await certified(named)).toEqual([{ ename, publicKey }])
    const { w3id, evaultId } = await whois(named)
    expect(w3id).toBe(ename)
    ids.push(evaultId)
    const url = `${it.vault.registry.url}/resolve?w3id=${encodeURIComponent(ename)}`
    expect((await call(url)).json).toMatchObject({
      ename,
      uri: it.vault.localUrl,
      evault: evaultId,
    })
  }
  ids.push((await whois({ 'x-ename': it.vault.ename })).evaultId)
  expect(new Set(ids).size).toBe(3)
})

describe('between vaults of one server', () => {
  test('the same record id is another record in each', async () => {
    const id = 'an-id-in-each'
    for (const [n, tenant] of [a, b].entries()) {
      expect(await put(id, { n }, await tenant.owner())).toBe('ok')
    }
    expect(await get(id, await a.owner())).toEqual({ n: 0 })
    expect(await get(id, await b.owner())).toEqual({ n: 1 })
    expect((await it.owner(`{ metaEnvelope(id: "${id}") { id } }`)).data.metaEnvelope).toBeNull()
    const remove = `mutation { removeMetaEnvelope(id: "${id}") { success } }`
    const { data } = await it.graphql(remove, {}, await b.owner())
    expect(data.removeMetaEnvelope.success).toBe(true)
    expect(await get(id, await b.owner())).toBeNull()
    expect(await get(id, await a.owner())).toEqual({ n: 0 })
  })

  test('no owner sees or changes anything of another, whatever X-ENAME says', async () => {
    const id = 'of-a-alone'
    const word = 'needle'
    expect(await put(id, { word }, await a.owner())).toBe('ok')
    const envelopes = `{ metaEnvelope(id: "${id}") { envelopes { id } } }`
    const { data } = await it.graphql(envelopes, {}, await a.owner())
    const envelope = data.metaEnvelope.envelopes[0].id
    const owner = await (await ownerOf(it, secretStore.secrets)).headers({ ename: a.ename })
    const ofB = await b.owner()
    const queries = `{
      metaEnvelope(id: "${id}") { id } metaEnvelopes(first: 100) { edges { node { id } } }
      found: metaEnvelopes(filter: { search: { term: "${word}" } }) { totalCount }
      getMetaEnvelopeById(id: "${id}") { id } findMetaEnvelopesByOntology(ontology: "o") { id }
      searchMetaEnvelopes(ontology: "o", term: "${word}") { id } getAllEnvelopes { id value }
      bindingDocuments { totalCount }
    }`
    const mutations = [
      `updateMetaEnvelope(id: "${id}", input: { ontology: "o", payload: {}, acl: ["*"] })
        { metaEnvelope { id } errors { code } }`,
      `removeMetaEnvelope(id: "${id}") { success errors { code } }`,
      `deleteMetaEnvelope(id: "${id}")`,
      `updateMetaEnvelopeById(id: "${id}", input: { ontology: "o", payload: {}, acl: [] })
        { metaEnvelope { id } }`,
      `updateEnvelopeValue(envelopeId: "${envelope}", newValue: 1)`,
    ]
    const before = (await it.call('/logs', { headers: a.named })).text
    for (const headers of [
      // A token for their own vault, for the other one, and by the owner of the server.
      ...[{ ...ofB, ...a.named }, await b.owner(a.ename), { ...owner, ...a.named }],
      ...[{ ...ofB, 'x-ename': ` ${a.ename.slice(1).toUpperCase()} ` }, ofB],
    ]) {
      const { data, errors } = await it.graphql(queries, {}, headers)
      expect(JSON.stringify([data, errors])).not.toContain(id)
      expect(JSON.stringify(data)).not.toContain(word)
      expect(data?.found.totalCount ?? 0).toBe(0)
      // Their own vault takes any id: that is no business of the other.
      if (headers === ofB) continue
      for (const mutation of mutations) {
        const answer = await it.graphql(`mutation { ${mutation} }`, {}, headers)
        expect(JSON.stringify(answer)).toMatch(/NOT_FOUND|UNAUTHENTICATED/)
      }
    }
    expect((await it.call('/logs', { headers: a.named })).text).toBe(before)
    expect(await get(id, await a.owner())).toEqual({ word })
  })

  test('the owner of this server reaches each vault in its window, one at a time', async () => {
    const id = 'through-the-window'
    expect(await put(id, { n: 1 }, await a.owner())).toBe('ok')
    const asking =
      '{ trash { id } versions(id: "through-the-window") { id } consents { platform } }'
    const acl = `mutation { setAcl(id: "${id}", acl: ["*"]) { errors { code } } }`
    for (const [named, code] of [
      [{}, 'NOT_FOUND'],
      [b.named, 'NOT_FOUND'],
      [a.named, undefined],
    ] as const) {
      const { data } = await it.owner(acl, {}, named)
      expect(data.setAcl.errors[0]?.code).toBe(code)
    }
    expect(await get(id, a.named)).toEqual({ n: 1 })
    await it.owner('mutation { revokeConsent(platform: "x") }', {}, a.named)
    const decide =
      'mutation { decideConsent(platform: "x", decision: blocked) { errors { code } } }'
    await it.owner(decide, {}, a.named)
    const change = `mutation { changeSettings(changes: { createWithoutToken: "off" }) {
      settings { createWithoutToken } } }`
    await it.owner(change, {}, a.named)
    const seen = async (named: Headers) => (await it.owner(asking, {}, named)).data
    expect(await seen(a.named)).toEqual({
      ...{ trash: [], versions: [{ id }], consents: [{ platform: 'x' }] },
    })
    for (const named of [b.named, {}]) {
      expect(await seen(named)).toMatchObject({ versions: [], consents: [] })
    }
    const create = (named: Headers) =>
      it.graphql(
        `mutation { createMetaEnvelope(input: { ontology: "o", payload: {}, acl: [] }) {
          errors { code } } }`,
        {},
        named,
      )
    expect((await create(a.named)).data.createMetaEnvelope.errors).toHaveLength(1)
    expect((await create(b.named)).data.createMetaEnvelope.errors).toEqual([])
  })
})

describe('keys', () => {
  test('PATCH /public-key adds one beside the first; both are certified and the owner’s', async () => {
    const own = await provision(it)
    expect(await put('mine', { n: 1 }, await own.owner())).toBe('ok')
    const { publicKey, as } = await makeKey()
    const second = async () => ({
      ...own.named,
      authorization: `Bearer ${await as(own.ename).token(own.ename)}`,
    })
    expect(await get('mine', await second())).toBe('UNAUTHENTICATED')
    for (const form of as(own.ename).publicKeyForms) {
      const { status, json } = await addKey(form, await own.owner())
      expect([status, json]).toEqual([200, { success: true, message: expect.any(String) }])
    }
    const { ename } = own
    expect(await certified(own.named)).toEqual([
      { ename, publicKey: own.publicKey },
      { ename, publicKey },
    ])
    for (const headers of [await second(), await own.owner()]) {
      expect(await get('mine', headers)).toEqual({ n: 1 })
      expect((await addKey((await makeKey()).publicKey, headers)).status).toBe(200)
    }
    // The key speaks for this vault only.
    const elsewhere = { ...a.named, authorization: `Bearer ${await as(a.ename).token(a.ename)}` }
    expect(await get('an-id-in-each', elsewhere)).toBe('UNAUTHENTICATED')
  })

  test('are added by the owner, or by a platform with full consent where that is the policy', async () => {
    await using people = await openPeople(it)
    const person = await (await people.meet('@somebody.w3id')).headers({ ename: a.ename })
    const platform = { authorization: `Bearer ${await it.platformToken('https://key.example')}` }
    const { publicKey } = await makeKey()
    const statusFor = async (headers: Headers) =>
      (await addKey(publicKey, { ...headers, ...a.named })).status
    const before = await certified(a.named)
    expect(await statusFor({})).toBe(401)
    expect(await statusFor({ authorization: 'Bearer bad' })).toBe(401)
    expect(await statusFor(await b.owner())).toBe(401)
    expect(await statusFor(person)).toBe(403)
    expect(await statusFor(await b.owner(a.ename))).toBe(403)
    for (const decision of ['read', 'blocked', 'ontologies']) {
      const decide = `mutation { decideConsent(platform: "https://key.example",
        decision: ${decision}, ontologies: [{ ontology: "o", write: true }]) { errors { code } } }`
      await it.owner(decide, {}, a.named)
      expect(await statusFor(platform)).toBe(403)
    }
    for (const wrong of ['zNotAKey', 'x', ' ', '']) {
      expect((await addKey(wrong, await a.owner())).status).toBe(400)
    }
    expect(await certified(a.named)).toEqual(before)
    await it.owner('mutation { revokeConsent(platform: "https://key.example") }', {}, a.named)
    expect(await statusFor(platform)).toBe(200)
    expect(await certified(a.named)).toHaveLength(before.length + 1)
  })
})

test('under guarded no vault is made for others, until the owner lets them', async () => {
  await using guarded = await openTestVault({ config: { policy: 'guarded' } })
  const { status, json } = await askForVault(guarded)
  expect([status, json.success]).toEqual([500, false])
  expect(json.error).toContain('makes no vaults')
  const change =
    'mutation { changeSettings(changes: { provisioning: "anyone" }) { errors { code } } }'
  await guarded.owner(change)
  expect((await askForVault(guarded)).status).toBe(200)
})

test('vaults, their keys and records survive a restart, and are certified again', async () => {
  await using directory = await temporaryDirectory()
  const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
  let own: Tenant
  let before: Any
  const second = await makeKey()
  {
    await using first = await openTestVault(options)
    own = await provision(first)
    expect((await addKey(second.publicKey, await own.owner(), first)).status).toBe(200)
    const input = { ontology: 'o', payload: { n: 1 }, acl: [] }
    await first.graphql(write, { id: 'kept', input }, await own.owner())
    before = { ...(await whois(own.named, first)), keys: await certified(own.named, first) }
  }
  await using again = await openTestVault(options)
  expect(again.vault.ename).not.toBe(own.ename)
  await vi.waitFor(
    async () => {
      const { w3id, evaultId } = await whois(own.named, again)
      expect([w3id, evaultId]).toEqual([before.w3id, before.evaultId])
      expect(await certified(own.named, again)).toEqual(before.keys)
    },
    { timeout: 5_000 },
  )
  const url = `${again.vault.registry.url}/resolve?w3id=${encodeURIComponent(own.ename)}`
  expect((await call(url)).json.uri).toBe(again.vault.localUrl)
  const bySecond = `Bearer ${await second.as(own.ename).token(own.ename)}`
  for (const headers of [await own.owner(), { ...own.named, authorization: bySecond }]) {
    expect(await get('kept', headers, again)).toEqual({ n: 1 })
  }
})
