import { createPrivateKey, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { operationLog } from '../src/evault/db/schema.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { call } from './support/call.ts'
import { ownerOf } from './support/people.ts'
import { openStored } from './support/storage.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

const secretStore = memorySecretStore()
let it: Awaited<ReturnType<typeof openTestVault>>
/** Records only those with full consent read, and one anybody may. */
let hidden: string
let everyones: string

beforeAll(async () => {
  it = await openTestVault({ config: { policy: 'guarded' }, secretStore })
  hidden = await it.create({ for: 'nobody' }, [], 'known-type')
  everyones = await it.create({ for: 'everyone' }, ['*'], 'known-type')
})
afterAll(() => it[Symbol.asyncDispose]())

const consent =
  'platform decision ontologies { ontology write } migrator verified askedAt decidedAt'
const readOne = 'query ($id: ID!) { metaEnvelope(id: $id) { id } }'
const createOne = `mutation ($ontology: String!) {
  createMetaEnvelope(input: { ontology: $ontology, payload: {}, acl: [] }) { errors { code } } }`
const decideOne = `mutation ($platform: String!, $decision: ConsentDecision!,
    $ontologies: [ConsentOntologyInput!], $migrator: Boolean) {
  decideConsent(platform: $platform, decision: $decision, ontologies: $ontologies,
    migrator: $migrator) { consent { ${consent} } errors { field message code } }
}`

const bearer = async (platform: string, of = it) => ({
  authorization: `Bearer ${await of.platformToken(platform)}`,
})
const consents = async (of = it) => (await of.owner(`{ consents { ${consent} } }`)).data.consents
const decide = async (platform: string, decision: string, more: object = {}, of = it) =>
  (await of.owner(decideOne, { platform, decision, ontologies: [], ...more })).data.decideConsent
const revoke = async (platform: string, of = it) =>
  (await of.owner('mutation ($p: String!) { revokeConsent(platform: $p) }', { p: platform })).data
    .revokeConsent

const names = `platformConsent createWithoutToken readPublicWithoutToken readLogs cors
  counterpartySignatures addKeys provisioning trashDays historyDays accessLogDays`
const settings = async (of = it) => (await of.owner(`{ settings { ${names} } }`)).data.settings
const changeSome = `mutation ($changes: SettingsInput!) {
  changeSettings(changes: $changes) { settings { ${names} } errors { field message code } } }`
const change = async (changes: object, of = it) =>
  (await of.owner(changeSome, { changes })).data.changeSettings

/** A token for a name, with the platform's secret or without. */
async function certify(of: TestVault, platform: string, secret?: string) {
  const body = { platform, ...(secret && { secret }) }
  const { json } = await call(`${of.vault.registry.url}/platforms/certification`, { body })
  return { authorization: `Bearer ${json.token}` }
}

/** What becomes of reading a record and of creating one: `ok`, `nothing`, or why not. */
async function read(id: string, headers: Record<string, string>, of = it): Promise<string> {
  const { data, errors } = await of.graphql(readOne, { id }, headers)
  if (errors[0] !== undefined) return errors[0].extensions.code
  return data.metaEnvelope === null ? 'nothing' : 'ok'
}
async function create(ontology: string, headers: Record<string, string>, of = it): Promise<string> {
  const { data } = await of.graphql(createOne, { ontology }, headers)
  return data.createMetaEnvelope.errors[0]?.code ?? 'ok'
}

describe('the latest decision is taken back', () => {
  const undo = async (p: string, of = it) =>
    (await of.owner('mutation ($p: String!) { undoConsent(platform: $p) }', { p })).data.undoConsent
  const held = async (platform: string) => {
    const found = (await consents()).find((one: Any) => one.platform === platform)
    return found ?? null
  }

  test('and what held before holds again: types, migrator, nothing', async () => {
    const platform = 'https://undone.example'
    expect(await undo(platform)).toBe(false)
    const types = [{ ontology: 'a', write: true }]
    const given = await decide(platform, 'ontologies', { ontologies: types, migrator: true })
    await decide(platform, 'blocked')
    expect(await undo(`${platform}/`)).toBe(true)
    expect(await held(platform)).toEqual(given.consent)
    // One step, not two: the decision before is not the latest.
    expect(await undo(platform)).toBe(false)
    await revoke(platform)
    expect(await held(platform)).toBeNull()
    expect(await undo(platform)).toBe(true)
    expect(await held(platform)).toEqual(given.consent)
    await revoke(platform)
    await decide(platform, 'read')
    expect(await undo(platform)).toBe(true)
    expect(await held(platform)).toBeNull()
  })

  test('and a request that waited waits again', async () => {
    const platform = 'https://undone-request.example'
    const headers = await bearer(platform)
    expect(await read(everyones, headers)).toBe('CONSENT_REQUIRED')
    const asked = await held(platform)
    await decide(platform, 'everything')
    expect(await read(hidden, headers)).toBe('ok')
    expect(await undo(platform)).toBe(true)
    expect(await held(platform)).toEqual(asked)
    expect(await read(hidden, headers)).toBe('CONSENT_REQUIRED')
  })

  test('only by the owner', async () => {
    const { errors } = await it.graphql('mutation { undoConsent(platform: "x") }')
    expect(errors[0]?.message).toMatch(/Cannot query/)
  })
})

describe('a platform nobody decided about', () => {
  test('is refused in queries and payloads, and asks once, however its address is spelled', async () => {
    const platform = 'https://asks.example.com'
    const before = Date.now()
    const spellings = [platform, `${platform}/`, 'HTTPS://ASKS.example.com:443', `${platform}//`]
    const headers = await Promise.all(spellings.map((spelling) => bearer(spelling)))
    const answers = await Promise.all(
      headers.flatMap((one) => [read(everyones, one), create('o', one), read(everyones, one)]),
    )
    expect(new Set(answers)).toEqual(new Set(['CONSENT_REQUIRED']))

    const asking = async () => (await consents()).filter((one: Any) => /asks/i.test(one.platform))
    await vi.waitFor(async () => expect(await asking()).toHaveLength(1))
    const [asked] = await asking()
    const nothingYet = { ontologies: [], migrator: false, verified: false, decidedAt: null }
    expect(asked).toMatchObject({ platform, decision: 'undecided', ...nothingYet })
    const askedAt = Date.parse(asked.askedAt)
    expect([askedAt >= before, askedAt <= Date.now()]).toEqual([true, true])
  })

  test('goes by a name in any case as well, and the newest request comes first', async () => {
    for (const name of ['Some-Platform', 'Another', ' SOME-PLATFORM ']) {
      expect(await read(everyones, await bearer(name))).toBe('CONSENT_REQUIRED')
    }
    await vi.waitFor(async () => {
      const names = (await consents()).map(({ platform }: Any) => platform)
      expect(names.slice(0, 2)).toEqual(['another', 'some-platform'])
    })
  })
})

describe('a decision', () => {
  const platform = 'https://decided.example.com'
  let headers: { authorization: string }
  beforeAll(async () => {
    headers = await bearer(`${platform}/`)
  })
  const seen = async () => [
    await read(hidden, headers),
    await read(everyones, headers),
    await create('known-type', headers),
    await create('other-type', headers),
  ]
  const [required, no] = ['CONSENT_REQUIRED', 'nothing']
  const only = (ontology: string, write = false) => ({ ontology, write })

  test.each([
    ['everything', [], ['ok', 'ok', 'ok', 'ok']],
    ['read', [], [no, 'ok', 'FORBIDDEN', 'FORBIDDEN']],
    ['ontologies', [only('known-type'), only('other-type', true)], [no, 'ok', 'FORBIDDEN', 'ok']],
    ['ontologies', [only('other-type')], [no, no, 'FORBIDDEN', 'FORBIDDEN']],
    ['blocked', [], ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
  ])('%s %j counts from the next request, until it is revoked', async (decision, types, then) => {
    expect(await seen()).toEqual([required, required, required, required])
    const name = 'HTTPS://Decided.example.com'
    const { consent, errors } = await decide(name, decision, { ontologies: types })
    expect(errors).toEqual([])
    expect(consent).toMatchObject({ platform, decision, ontologies: types, migrator: false })
    expect(await seen()).toEqual(then)
    expect(await revoke(`${platform}/`)).toBe(true)
    expect(await seen()).toEqual([required, required, required, required])
  })

  test('replaces the one before it, and keeps when the platform asked', async () => {
    const { askedAt } = (await decide(platform, 'everything', { migrator: true })).consent
    const { consent } = await decide(platform, 'read', { ontologies: [only('known-type')] })
    expect(consent).toMatchObject({ decision: 'read', ontologies: [], migrator: false, askedAt })
    expect((await consents()).filter((one: Any) => one.platform === platform)).toEqual([consent])
    await revoke(platform)
    expect((await consents()).filter((one: Any) => one.platform === platform)).toEqual([])
  })

  test('can be made before a platform asks, and only about what can be one', async () => {
    await decide('https://early.example.com', 'read')
    expect(await read(everyones, await bearer('https://early.example.com'))).toBe('ok')
    const many = Array(201).fill(only('o'))
    for (const [name, ontologies, field] of [
      ...[['', [], 'platform'] as const, [' ', [], 'platform'] as const],
      ...[['x'.repeat(501), [], 'platform'] as const, ['a', many, 'ontologies'] as const],
    ]) {
      const { consent, errors } = await decide(name, 'ontologies', { ontologies })
      expect([consent, errors]).toMatchObject([null, [{ field, code: 'INVALID_INPUT' }]])
    }
  })
})

test('decisions, requests and settings survive a restart; only a migrator keeps webhooks quiet', async () => {
  await using directory = await temporaryDirectory()
  const kept = { dataDirectory: directory.path, secretStore: memorySecretStore() }
  const open = () => openTestVault({ ...kept, config: { policy: 'guarded' } })
  const bulk = `mutation ($type: String!) {
    bulkCreateMetaEnvelopes(skipWebhooks: true,
      inputs: [{ ontology: $type, payload: { a: 1 }, acl: [] }]) { successCount }
  }`
  const import1 = async (of: typeof it, type: string, headers: Record<string, string>) =>
    (await of.graphql(bulk, { type }, headers)).data.bulkCreateMetaEnvelopes.successCount
  let before: Any
  {
    await using first = await open()
    await decide('https://mover.example.com', 'everything', { migrator: true }, first)
    await decide('https://plain.example.com', 'everything', {}, first)
    await decide('https://blocked.example.com', 'blocked', {}, first)
    const types = [{ ontology: 'a-type', write: true }]
    await decide('typed', 'ontologies', { ontologies: types }, first)
    await read('x', await bearer('waiting', first), first)
    await vi.waitFor(async () => expect(await consents(first)).toHaveLength(5))
    await revoke('https://blocked.example.com', first)
    await change({ trashDays: 7, createWithoutToken: 'off' }, first)
    before = [await consents(first), await settings(first)]
    const mover = await bearer('https://mover.example.com/', first)
    expect(await import1(first, 'by-mover', mover)).toBe(1)
    expect(await create('by-mover-alone', mover, first)).toBe('ok')
  }
  {
    await using again = await open()
    expect([await consents(again), await settings(again)]).toEqual(before)
    expect(await create('o', {}, again)).toBe('UNAUTHENTICATED')
    const mover = await bearer('https://MOVER.example.com', again)
    expect(await import1(again, 'by-mover-later', mover)).toBe(1)
    expect(await import1(again, 'by-plain', await bearer('https://plain.example.com', again))).toBe(
      1,
    )
    expect(await create('a-type', await bearer('typed', again), again)).toBe('ok')
    expect(await read('x', await bearer('https://blocked.example.com', again), again)).toBe(
      'CONSENT_REQUIRED',
    )
  }
  await using database = await openStored(directory.path, kept.secretStore)
  const entries = await database.db.select().from(operationLog).orderBy(operationLog.sequence)
  expect(entries.map(({ ontology, announce }) => [ontology, announce])).toEqual([
    ['by-mover', false],
    ['by-mover-alone', true],
    ['by-mover-later', false],
    ['by-plain', true],
    ['a-type', true],
  ])
})

describe('settings', () => {
  test.each<[object, string]>([
    [{ platformConsent: 'maybe', trashDays: 5 }, 'platformConsent'],
    [{ trashDays: 5, cors: '' }, 'cors'],
    [{ readLogs: 'nobody', trashDays: 5 }, 'readLogs'],
    [{ createWithoutToken: 'Anyone', trashDays: 5 }, 'createWithoutToken'],
    [{ trashDays: 0, historyDays: 5 }, 'trashDays'],
    [{ historyDays: 36_501, trashDays: 5 }, 'historyDays'],
    [{ accessLogDays: -1, trashDays: 5 }, 'accessLogDays'],
    [{ provisioning: null, trashDays: 5 }, 'provisioning'],
  ])('%j are refused by name, and nothing changes', async (changes, named) => {
    const before = await settings()
    const message = expect.stringContaining(named)
    const errors = [{ field: 'settings', message, code: 'INVALID_INPUT' }]
    expect(await change(changes)).toEqual({ settings: null, errors })
    expect(await settings()).toEqual(before)
  })

  test('change one by one, and count from the next request', async () => {
    const before = await settings()
    let expected = before
    const set = async (changes: object) => {
      expected = { ...expected, ...changes }
      expect(await change(changes)).toEqual({ settings: expected, errors: [] })
    }
    const origin = 'https://page.example.com'
    const statusOf = async (path: string, headers: object = {}) =>
      (await it.call(path, { headers: { 'x-ename': it.vault.ename, ...headers } })).status
    const platform = await bearer('https://a.example')
    const owner = await (await ownerOf(it, secretStore.secrets)).headers(it.vault)
    const callers = [{}, { origin }, platform, owner]
    const logs = () => Promise.all(callers.map((headers) => statusOf('/logs', headers)))
    await set({ platformConsent: 'allow' })
    expect(await logs()).toEqual([200, 403, 200, 200])
    await set({ cors: 'any-origin' })
    expect(await logs()).toEqual([200, 401, 200, 200])
    await set({ readLogs: 'authenticated' })
    expect(await logs()).toEqual([401, 401, 200, 200])
    await set({ readLogs: 'owner' })
    expect(await logs()).toEqual([401, 401, 403, 200])
    const creating = async () => [await create('o', {}), await create('o', platform)]
    expect(await creating()).toEqual(['ok', 'ok'])
    await set({ createWithoutToken: 'off', trashDays: 7 })
    expect(await creating()).toEqual(['UNAUTHENTICATED', 'ok'])
    await set({ readPublicWithoutToken: 'off', historyDays: 36_500, accessLogDays: 1 })
    expect(await read(everyones, {})).toBe('UNAUTHENTICATED')
    await set(before)
    expect([await creating(), await read(everyones, {})]).toEqual([
      ['ok', 'CONSENT_REQUIRED'],
      'ok',
    ])
  })

  test('like consents are out of reach on the public listener, for the owner’s JWT too', async () => {
    const owner = await (await ownerOf(it, secretStore.secrets)).headers(it.vault)
    const before = [await settings(), await consents()]
    for (const headers of [{}, owner, await bearer('https://early.example.com')]) {
      for (const query of [
        ...['{ settings { cors } }', '{ consents { platform } }'],
        ...['mutation { changeSettings(changes: { cors: "any-origin" }) { errors { code } } }'],
        'mutation { decideConsent(platform: "a", decision: everything) { errors { code } } }',
        'mutation { revokeConsent(platform: "https://early.example.com") }',
      ]) {
        const { data, errors } = await it.graphql(query, {}, headers)
        expect(data).toBeNull()
        expect(errors[0]?.message).toContain('Cannot query field')
      }
    }
    expect([await settings(), await consents()]).toEqual(before)
  })
})

test('a flood of platforms that ask does not fill the disk, and no decision is lost in it', async () => {
  await decide('decided-before', 'read')
  const [, pkcs8 = ''] = [...secretStore.secrets].find(([n]) => n.endsWith('/registry')) ?? []
  const der = Buffer.from(pkcs8, 'base64')
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  // Tokens made here, as the registry makes them, so that hundreds come at the same moment.
  const ask = async (platform: string) => {
    const token = await signJwt(
      { kid: 'entropy-key-1', payload: { platform }, lifetimeSeconds: 300 },
      async (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })),
    )
    expect(await read('x', { authorization: `Bearer ${token}` })).toBe('CONSENT_REQUIRED')
  }
  await ask('x'.repeat(501))
  for (const part of [0, 1, 2, 3]) {
    await Promise.all(Array.from({ length: 130 }, (_, n) => ask(`flood-${part * 130 + n}`)))
  }
  const undecided = async () =>
    (await consents()).filter(({ decision }: Any) => decision === 'undecided').length
  await vi.waitFor(async () => expect(await undecided()).toBeGreaterThanOrEqual(500))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await undecided()).toBe(500)
  await decide('flood-519', 'read')
  expect(await read(everyones, await bearer('flood-519'))).toBe('ok')
  expect(await read(everyones, await bearer('decided-before'))).toBe('ok')
})

test('what was decided about a platform that proved itself does not count for its name', async () => {
  await using own = await openTestVault({ config: { policy: 'guarded' } })
  const record = await own.create({}, [])
  const platform = 'https://proved.example'
  const claimed = await certify(own, platform)
  const secret = 'a-secret-of-the-platform-long-enough'
  const registered = await call(`${own.vault.registry.url}/platforms`, {
    body: { url: platform, secret },
    headers: { authorization: `Bearer ${own.vault.registry.secret}` },
  })
  expect(registered.status).toBeLessThan(300)
  const proved = await certify(own, platform, secret)

  // It asks by its name first, and then proves itself.
  expect(await read(record, claimed, own)).toBe('CONSENT_REQUIRED')
  expect(await read(record, proved, own)).toBe('CONSENT_REQUIRED')
  const asked = (await consents(own)).find((one: Any) => one.platform === platform)
  expect(asked).toMatchObject({ decision: 'undecided', verified: true })
  await decide(platform, 'everything', {}, own)
  expect(await read(record, proved, own)).toBe('ok')
  expect(await read(record, claimed, own)).toBe('CONSENT_REQUIRED')
  // Forgotten and taken back, it is still the one that proved itself.
  await revoke(platform, own)
  await own.owner('mutation ($p: String!) { undoConsent(platform: $p) }', { p: platform })
  expect(await read(record, proved, own)).toBe('ok')
  expect(await read(record, claimed, own)).toBe('CONSENT_REQUIRED')
  await decide(platform, 'blocked', {}, own)
  expect(await read(record, proved, own)).toBe('FORBIDDEN')
  expect(await read(record, claimed, own)).toBe('FORBIDDEN')
})
