import { createHash, randomUUID, webcrypto } from 'node:crypto'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openRecordStore, type RecordStore } from '../../../test/support/record-store.ts'
import { encodePublicKey } from '../../w3id/keys.ts'
import { ask, type Database } from '../db/database.ts'
import { prepareMetaEnvelope } from '../envelopes/prepare.ts'
import { deletionHash, entryHash, envelopeHash, type LogEntry, type LogHead } from './chain.ts'
import { createHeadSigner } from './head-signer.ts'
import { checkLogIntegrity, type LogIntegrity } from './integrity.ts'
import { createLogReader } from './reader.ts'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const silent = { debug() {}, info() {}, warn() {}, error: (line: unknown) => console.error(line) }

let store: RecordStore
let key: { publicKey: string; sign(bytes: Uint8Array): Promise<Uint8Array> }
let ename: string

beforeAll(async () => {
  store = await openRecordStore()
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  key = {
    publicKey: encodePublicKey(new Uint8Array(await subtle.exportKey('spki', pair.publicKey))),
    sign: async (bytes) =>
      new Uint8Array(
        await subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          pair.privateKey,
          new Uint8Array(bytes),
        ),
      ),
  }
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(() => {
  ename = `@${randomUUID()}`
})

const prepared = (n: number) => prepareMetaEnvelope({ ontology: 'a', payload: { n }, acl: [] })

/** Writes this many entries, one after the other, and returns the ids of the records. */
async function write(entries: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < entries; n += 1) {
    await store.transact(async ({ envelopes }) => {
      const grant = store.grant('create', ename)
      const item = { grant, prepared: prepared(n), id: null, announce: true }
      ids.push((await envelopes.create([item]))[0]?.id as string)
    })
  }
  return ids
}

/** Signs the end of the log as it is now. */
async function sign(): Promise<void> {
  const signer = createHeadSigner({
    ...{ db: store.db, key, log: silent },
    lock: { isLocked: false, whenUnlocked() {} },
  })
  signer.grown(ename, (await entries()).at(-1) as LogHead)
  await signer[Symbol.asyncDispose]()
}

const integrity = (db: Database = store.db) => checkLogIntegrity(db, ename, [key.publicKey])
const entries = () => createLogReader(store.db).chain(ename, 0, 10_000)

/** What the check says while these statements hold; afterwards all is as it was. */
async function whenTampered(...statements: string[]): Promise<LogIntegrity> {
  let found: LogIntegrity | undefined
  const undone = new Error('undone')
  const tampering = store.db.transaction(async (tx) => {
    for (const statement of statements) {
      const { affectedRows } = (await tx.execute(sql.raw(statement))) as { affectedRows?: number }
      expect(affectedRows, statement).toBeGreaterThan(0)
    }
    found = await integrity(tx as unknown as Database)
    throw undone
  })
  await expect(tampering).rejects.toBe(undone)
  return found as LogIntegrity
}

const set = (sequence: number, change: string) =>
  `UPDATE operation_log SET ${change} WHERE ename = '${ename}' AND sequence = ${sequence}`
const remove = (condition: string) =>
  `DELETE FROM operation_log WHERE ename = '${ename}' AND ${condition}`

const changes: readonly (readonly [string, string])[] = [
  ['ename', "ename = '@somebody-else'"],
  ['at, a little later', "at = at + interval '1 millisecond'"],
  ['at, a little earlier', "at = at - interval '1 millisecond'"],
  ['at, far later', "at = at + interval '50 years'"],
  ['at, far earlier', "at = at - interval '5 years'"],
  ['at, before 1970', "at = '1969-01-01T00:00:00Z'"],
  ['at, behind the year 9999', "at = '12000-01-01T00:00:00Z'"],
  ['at, never', "at = 'infinity'"],
  ['at, ever', "at = '-infinity'"],
  ['sequence, higher', 'sequence = sequence + 100'],
  ['sequence, negative', 'sequence = -sequence'],
  ['sequence, immense', 'sequence = 9223372036854775807'],
  ['id', 'id = gen_random_uuid()'],
  ['meta_envelope_id', "meta_envelope_id = meta_envelope_id || ' '"],
  ['meta_envelope_id, empty', "meta_envelope_id = ''"],
  ['envelope_hash', 'envelope_hash = reverse(envelope_hash)'],
  ['envelope_hash, its case', 'envelope_hash = upper(envelope_hash)'],
  ['operation', "operation = 'update_envelope_value'"],
  ['platform', "platform = 'https://a.example'"],
  ['platform, empty', "platform = ''"],
  ['platform, called null', "platform = 'null'"],
  ['caller', "caller = 'anonymous'"],
  ['ontology', "ontology = 'b'"],
  ['announce', 'announce = NOT announce'],
  ['hash', "hash = md5(hash) || md5('')"],
  ['hash, empty', "hash = ''"],
]

test('every column of the table is tampered with here', async () => {
  const rows = await ask<{ column_name: string }>(
    store.db,
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'operation_log'`,
    [],
  )
  const tampered = new Set(changes.map(([what]) => what.split(',')[0]))
  expect([...tampered].sort()).toEqual(rows.map((row) => row.column_name).sort())
})

describe('the check finds', () => {
  const broken = (brokenSequence: number) => ({ whole: false, brokenSequence })

  test.each(changes)(
    'a change of %s, in the first entry, in the middle and in the last',
    async (_, change) => {
      await write(5)
      for (const signed of [false, true]) {
        if (signed) await sign()
        for (const place of [1, 2, 3, 4, 5]) {
          // Taking away the newest entries is found where they are signed only.
          if (place === 5 && !signed && change.startsWith('ename')) continue
          // The first entry that is not what it was, or is missing.
          expect(await whenTampered(set(place, change)), `entry ${place}`).toMatchObject(
            broken(place),
          )
        }
      }
      expect(await integrity()).toMatchObject({ whole: true, entries: 5, signedSequence: 5 })
    },
  )

  test('what is missing, wherever', async () => {
    await write(6)
    await sign()
    for (const place of [1, 2, 3, 4, 5, 6]) {
      expect(await whenTampered(remove(`sequence = ${place}`))).toMatchObject(broken(place))
      expect(await whenTampered(remove(`sequence >= ${place}`))).toMatchObject(broken(place))
      expect(await whenTampered(remove(`sequence <= ${place}`))).toMatchObject(broken(1))
    }
  })

  test('a missing entry whose followers move up', async () => {
    await write(5)
    await sign()
    for (const place of [1, 2, 3, 4]) {
      const moved = `UPDATE operation_log SET sequence = sequence - 1
        WHERE ename = '${ename}' AND sequence > ${place}`
      const found = await whenTampered(remove(`sequence = ${place}`), moved)
      expect(found).toMatchObject(broken(place))
    }
  })

  test('two entries in each other’s place', async () => {
    await write(5)
    const swapped = (a: number, b: number, columns: string) => `
      UPDATE operation_log AS entry SET (${columns}) = (SELECT ${columns} FROM operation_log AS other
        WHERE other.ename = entry.ename AND other.sequence = ${a} + ${b} - entry.sequence)
      WHERE ename = '${ename}' AND sequence IN (${a}, ${b})`
    const content = 'id, meta_envelope_id, envelope_hash, operation, platform, caller, ontology'
    for (const [a, b] of [
      [1, 2],
      [2, 4],
      [4, 5],
      [1, 5],
    ] as const) {
      for (const columns of [`${content}, hash`, content, 'meta_envelope_id, envelope_hash']) {
        expect(await whenTampered(swapped(a, b, columns))).toMatchObject(broken(a))
      }
    }
  })

  test('an entry that was made up, unless its maker computes the hash: then it stays unsigned', async () => {
    await write(4)
    await sign()
    const last = (await entries()).at(-1) as LogEntry
    const forged = { ...last, id: randomUUID(), sequence: 5, metaEnvelopeId: 'made-up' }
    const insert = (hash: string) => `
      INSERT INTO operation_log SELECT ename, at, 5, '${forged.id}', 'made-up', envelope_hash,
        operation, platform, caller, ontology, announce, '${hash}'
      FROM operation_log WHERE ename = '${ename}' AND sequence = 4`
    for (const hash of ['', last.hash, 'f'.repeat(64)]) {
      expect(await whenTampered(insert(hash))).toMatchObject(broken(5))
    }
    const { hash: _, ...withoutHash } = forged
    expect(await whenTampered(insert(entryHash(last.hash, withoutHash)))).toMatchObject({
      entries: 5,
      signedSequence: 4,
    })
  })

  test('a whole log written anew, hashes and all, once its head is signed', async () => {
    await write(4)
    await sign()
    const statements: string[] = []
    let before = ''
    for (const { hash: old, ...entry } of await entries()) {
      const changed = { ...entry, caller: entry.sequence >= 2 ? 'anonymous' : entry.caller }
      before = entry.sequence >= 2 ? entryHash(before, changed) : old
      const change = `caller = '${changed.caller}', hash = '${before}'`
      statements.push(set(entry.sequence, change))
    }
    // Which entry was changed can't be known, but the one that is signed isn't it.
    expect(await whenTampered(...statements)).toMatchObject(broken(4))
  })

  test('a head that nobody signed', async () => {
    await write(3)
    await sign()
    const head = (change: string) => `UPDATE log_heads SET ${change} WHERE ename = '${ename}'`
    for (const change of [
      ...["signature = ''", "signature = 'AAAA'", "public_key = ''", "public_key = 'zBroken'"],
      ...["hash = ''", 'hash = reverse(hash)', 'sequence = 2', 'sequence = 4'],
      ...['sequence = 0', 'sequence = -1', 'sequence = 9223372036854775807'],
    ]) {
      expect((await whenTampered(head(change))).whole, change).toBe(false)
    }
    expect(await checkLogIntegrity(store.db, ename, [])).toMatchObject({ whole: false })
  })
})

test('a log is whole after any work, also past the parts it is read in', async () => {
  expect(await integrity()).toMatchObject({ whole: true, entries: 0, signedSequence: 0 })
  const many = Array.from({ length: 2_000 }, (_, n) => ({
    grant: store.grant('create', ename),
    ...{ prepared: prepared(n), id: null, announce: true },
  }))
  await store.transact(({ envelopes }) => envelopes.create(many))
  await write(3)
  await sign()
  expect(await integrity()).toMatchObject({ whole: true, entries: 2_003, signedSequence: 2_003 })
  expect(await whenTampered(remove('sequence = 1000'))).toMatchObject({ brokenSequence: 1_000 })
  expect(await whenTampered(remove('sequence = 1001'))).toMatchObject({ brokenSequence: 1_001 })
})

test('records, counts and entries commit together, whatever fails in between', async () => {
  const step = fc.record({ fails: fc.boolean(), size: fc.integer({ min: 1, max: 3 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      ename = `@${randomUUID()}`
      const work = steps.map(({ fails, size }) =>
        store.transact(async ({ envelopes }) => {
          const grant = store.grant('create', ename)
          const item = { grant, prepared: prepared(size), id: null, announce: true }
          await envelopes.create(Array.from({ length: size }, () => item))
          if (fails) throw new Error('midway')
        }),
      )
      const settled = await Promise.allSettled(work)
      expect(settled.map(({ status }) => status === 'rejected')).toEqual(steps.map((s) => s.fails))
      const expected = steps.reduce((sum, { fails, size }) => sum + (fails ? 0 : size), 0)
      const everything = { ontology: null, search: null }
      const records = await store.reader.list(store.grant('read', ename), everything)
      expect(records).toHaveLength(expected)
      expect(await store.reader.count(store.grant('read', ename), everything)).toBe(expected)
      expect((await entries()).map(({ metaEnvelopeId }) => metaEnvelopeId)).toEqual(
        records.map(({ id }) => id),
      )
      expect(await integrity()).toMatchObject({ whole: true, entries: expected })
    }),
    { numRuns: 25 },
  )
})

test('the hashes are those of the protocol', () => {
  const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const texts = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(texts, texts, fc.jsonValue(), (id, ontology, value) => {
      const payload = { z: value, a: 1, '0': '' }
      const whole = sha256(JSON.stringify({ id, ontology, payload }))
      expect(envelopeHash(id, ontology, JSON.stringify(payload))).toBe(whole)
      expect(deletionHash(id)).toBe(sha256(JSON.stringify({ id })))
    }),
  )
})
