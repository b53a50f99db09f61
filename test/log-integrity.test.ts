import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createKeyCustody, type SecretStore, verifyLogs } from '../src/evault/index.ts'
import { openStored } from './support/storage.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

/** The chain of the operation log through a real vault, its restarts and its damage. */
const check = '{ logIntegrity { whole entries signedSequence brokenSequence reason } }'
const integrity = async (it: TestVault) => (await it.owner(check)).data.logIntegrity
const whole = (entries: number) => ({
  ...{ whole: true, entries, signedSequence: entries, brokenSequence: null, reason: null },
})

/** Work of every kind: eight entries. Returns what they should say, oldest first. */
async function work(it: TestVault): Promise<{ operation: string; envelopeHash: string }[]> {
  const sha256 = (value: unknown) =>
    createHash('sha256').update(JSON.stringify(value), 'utf8').digest('hex')
  const entries: { operation: string; envelopeHash: string }[] = []
  const note = (operation: string, id: string, payload: object | null, ontology = 'a-type') =>
    entries.push({
      operation,
      envelopeHash: sha256(payload === null ? { id } : { id, ontology, payload }),
    })
  const first = { z: 'ü😀"\\', a: [1.5e21, null, { '': -0.1, b: true }], '0': {} }
  const id = await it.create(first)
  note('create', id, JSON.parse(JSON.stringify(first)))

  const second = { a: 1, z: { deep: ['\u2028'] } }
  const input = { ontology: 'b-type', payload: second, acl: [] }
  const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
    updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { envelopes { id } } } }`
  const updated = (await it.owner(update, { id, input })).data.updateMetaEnvelope
  note('update', id, second, 'b-type')

  const envelopeId = updated.metaEnvelope.envelopes[1].id
  const change = `mutation ($id: String!, $value: JSON!) {
    updateEnvelopeValue(envelopeId: $id, newValue: $value) }`
  await it.owner(change, { id: envelopeId, value: [{ new: 'value' }] })
  const third = { a: 1, z: [{ new: 'value' }] }
  note('update_envelope_value', id, third, 'b-type')

  await it.owner('mutation ($id: ID!) { setAcl(id: $id, acl: ["*"]) { errors { code } } }', { id })
  note('update', id, third, 'b-type')
  await it.owner('mutation ($id: String!) { deleteMetaEnvelope(id: $id) }', { id })
  note('delete', id, null)
  await it.owner('mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }', { id })
  note('create', id, third, 'b-type')

  const brought = 'my own "id" 😀'
  const inputs = [
    { id: brought, ontology: 'ü "c"', payload: {}, acl: [] },
    { id: brought, ontology: 'refused', payload: {}, acl: [] },
  ]
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs, skipWebhooks: true) { successCount } }`
  expect((await it.owner(bulk, { inputs })).data.bulkCreateMetaEnvelopes.successCount).toBe(1)
  note('create', brought, {}, 'ü "c"')
  await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id: brought })
  note('delete', brought, null)
  // What is refused leaves no entry.
  await it.owner(update, { id, input: { ...input, payload: { nul: '\0' } } })
  await it.owner('mutation { deleteMetaEnvelope(id: "unheard-of") }')
  return entries
}

test('the log tells each change with the protocol’s hash, and is signed soon after', async () => {
  await using it = await openTestVault()
  expect(await integrity(it)).toMatchObject({ whole: true, entries: 0, brokenSequence: null })
  const expected = await work(it)
  expect(await integrity(it)).toMatchObject({ whole: true, entries: 8 })
  await delay(1_500)
  expect(await integrity(it)).toEqual(whole(8))

  const { data } = await it.owner(`{ operationLog(first: 100) {
    entries { sequence operation envelopeHash timestamp } } }`)
  type Entry = { sequence: number; operation: string; envelopeHash: string; timestamp: string }
  const entries = (data.operationLog.entries as Entry[]).sort((a, b) => a.sequence - b.sequence)
  expect(entries.map(({ operation, envelopeHash }) => ({ operation, envelopeHash }))).toEqual(
    expected,
  )
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  const times = entries.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...times].sort())
  const logs = (await it.call('/logs', { headers: { 'x-ename': it.vault.ename } })).json.logs
  expect(logs.map((entry: Entry) => entry.envelopeHash).sort()).toEqual(
    expected.map(({ envelopeHash }) => envelopeHash).sort(),
  )
})

test('pages of /logs of any size give each entry once: newest first, then by id', async () => {
  await using it = await openTestVault()
  const inputs = Array.from({ length: 40 }, (_, n) => ({ ontology: 'a', payload: { n }, acl: [] }))
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { successCount results { id } } }`
  const { results } = (await it.owner(bulk, { inputs })).data.bulkCreateMetaEnvelopes
  const ids = results.map(({ id }: { id: string }) => id)
  await Promise.all(Array.from({ length: 10 }, async () => ids.push(await it.create())))
  type Entry = { id: string; timestamp: string; metaEnvelopeId: string }
  for (const size of [1, 7, 50, 100]) {
    const seen: Entry[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const behind: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const headers = { 'x-ename': it.vault.ename }
      const { json } = await it.call(`/logs?limit=${size}${behind}`, { headers })
      expect(json.hasMore).toBe(json.nextCursor !== null)
      seen.push(...json.logs)
      cursor = json.nextCursor
      if (seen.length > 100) throw new Error('the pages never end')
    }
    expect(seen.map(({ metaEnvelopeId }) => metaEnvelopeId).sort()).toEqual([...ids].sort())
    const inOrder = [...seen].sort(
      (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp) || (a.id < b.id ? -1 : 1),
    )
    expect(seen).toEqual(inOrder)
  }
})

test('it goes on whole after restarts, and is signed to its end when the vault closes', async () => {
  await using directory = await temporaryDirectory()
  const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
  const means = readingWith(options.secretStore)
  let entries = 0
  for (let launch = 0; launch < 3; launch += 1) {
    await using it = await openTestVault(options)
    if (launch > 0) expect(await integrity(it)).toEqual(whole(entries))
    await Promise.all(Array.from({ length: 5 }, (_, n) => it.create({ launch, n })))
    entries += 5
    expect(await integrity(it)).toMatchObject({ whole: true, entries })
  }
  const [verified] = await verifyLogs(directory.path, means)
  expect(verified).toMatchObject(whole(entries))
})

/** What `verifyLogs` opens a directory with. */
const readingWith = (store: SecretStore) => ({
  openCustody: async () => createKeyCustody(store),
  log: pino({ level: 'silent' }),
})

const damages: readonly (readonly [string, number, string])[] = [
  ['a changed last entry', 6, "UPDATE operation_log SET ontology = 'x' WHERE sequence = 6"],
  ['a missing first entry', 1, 'DELETE FROM operation_log WHERE sequence = 1'],
  ['a missing last entry', 6, 'DELETE FROM operation_log WHERE sequence = 6'],
  [
    'two entries swapped',
    2,
    `UPDATE operation_log AS entry SET (id, meta_envelope_id, envelope_hash, hash) =
      (SELECT id, meta_envelope_id, envelope_hash, hash FROM operation_log AS other
        WHERE other.sequence = 7 - entry.sequence) WHERE sequence IN (2, 5)`,
  ],
  [
    'a forged entry at the end',
    7,
    `INSERT INTO operation_log SELECT ename, at, 7, gen_random_uuid(), 'forged', envelope_hash,
      operation, platform, caller, ontology, announce, hash FROM operation_log WHERE sequence = 6`,
  ],
]

test('damage is found by the command line and by the vault, each time at its place', async () => {
  await using directory = await temporaryDirectory()
  const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
  const means = readingWith(options.secretStore)
  {
    await using it = await openTestVault(options)
    for (let n = 0; n < 6; n += 1) await it.create({ n })
  }
  const inDatabase = async (...statements: string[]) => {
    await using database = await openStored(directory.path, options.secretStore)
    for (const statement of statements) await database.db.execute(sql.raw(statement))
  }
  const undo = [
    'CREATE TABLE IF NOT EXISTS kept_log AS SELECT * FROM operation_log',
    'DELETE FROM operation_log',
    'INSERT INTO operation_log SELECT * FROM kept_log',
  ]
  for (const [what, brokenSequence, statement] of damages) {
    await inDatabase(...undo, statement)
    const [verified] = await verifyLogs(directory.path, means)
    expect(verified, what).toMatchObject({ whole: false, brokenSequence, signedSequence: 6 })
    expect(verified?.reason).toMatch(/./)
  }
  await inDatabase(...undo)
  expect(await verifyLogs(directory.path, means)).toMatchObject([whole(6)])

  await inDatabase("UPDATE operation_log SET meta_envelope_id = 'x' WHERE sequence = 2")
  await using it = await openTestVault(options)
  expect(await integrity(it)).toMatchObject({ whole: false, brokenSequence: 2, signedSequence: 6 })
  // Going on does not cover it up.
  await it.create({ later: true })
  await delay(1_500)
  expect(await integrity(it)).toMatchObject({ whole: false, brokenSequence: 2, signedSequence: 7 })
}, 60_000)
