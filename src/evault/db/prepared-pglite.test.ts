import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PreparedPGlite } from './prepared-pglite.ts'

let db: PreparedPGlite
let plain: PGlite

beforeAll(async () => {
  db = new PreparedPGlite()
  plain = new PGlite()
  await Promise.all([db.waitReady, plain.waitReady])
  await db.query('CREATE TABLE t (id int PRIMARY KEY, note text)')
})
afterAll(() => Promise.all([db.close(), plain.close()]))

async function ids(): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>('SELECT id FROM t ORDER BY id')
  return rows.map(({ id }) => id)
}

test('answers are those of PGlite itself, whatever the values', async () => {
  const text = `SELECT $1::text AS a, $2::int AS b, $3::jsonb AS c, $4::text[] AS d,
    $5::boolean AS e, $6::timestamptz AS f`
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        a: fc.option(fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))),
        b: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
        c: fc.dictionary(
          fc.string().filter((key) => !key.includes('\0')),
          fc.integer(),
        ),
        d: fc.array(fc.string().filter((value) => !value.includes('\0'))),
        e: fc.option(fc.boolean()),
      }),
      async ({ a, b, c, d, e }) => {
        const values = [a, b, c, d, e, '2026-11-21T10:00:00Z']
        const [ours, theirs] = [await db.query(text, values), await plain.query(text, values)]
        expect(ours.rows).toEqual(theirs.rows)
        expect(ours.fields.map(({ name }) => name)).toEqual(theirs.fields.map(({ name }) => name))
      },
    ),
    { numRuns: 60 },
  )
})

test('rows come as objects or as arrays, and say how many were touched', async () => {
  const inserted = await db.query("INSERT INTO t VALUES (1, 'a'), (2, NULL)")
  expect(inserted.affectedRows).toBe(2)
  const asArrays = await db.query('SELECT * FROM t ORDER BY id', [], { rowMode: 'array' })
  expect(asArrays.rows).toEqual([
    [1, 'a'],
    [2, null],
  ])
  await db.query('DELETE FROM t')
})

test('what fails leaves the connection in order, inside a transaction and out of it', async () => {
  await expect(db.query('SELECT nonsense')).rejects.toThrow('nonsense')
  await db.query('INSERT INTO t VALUES (1)')
  await expect(db.query('INSERT INTO t VALUES (1)')).rejects.toThrow('duplicate')
  await expect(
    db.transaction(async (tx) => {
      await tx.query('INSERT INTO t VALUES (2)')
      await tx.query('INSERT INTO t VALUES (1)')
    }),
  ).rejects.toThrow('duplicate')
  expect(await ids()).toEqual([1])
  await db.query('DELETE FROM t')
})

test('a transaction that fails at its first statement, or has none, harms nothing', async () => {
  await expect(db.transaction((tx) => tx.query('SELECT nonsense'))).rejects.toThrow('nonsense')
  expect(await db.transaction(async () => 'nothing')).toBe('nothing')
  await expect(
    db.transaction(async () => {
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await db.transaction((tx) => tx.query('INSERT INTO t VALUES (3)'))
  expect(await ids()).toEqual([3])
  await db.query('DELETE FROM t')
})

test('an error that is swallowed does not pass for a commit', async () => {
  await expect(
    db.transaction(async (tx) => {
      await tx.query('INSERT INTO t VALUES (4)')
      await tx.query('SELECT nonsense').catch(() => {})
    }),
  ).rejects.toThrow()
  expect(await ids()).toEqual([])
})

test('statements beside a transaction wait for it', async () => {
  const order: string[] = []
  const transaction = db.transaction(async (tx) => {
    await tx.query('INSERT INTO t VALUES (5)')
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push('transaction')
  })
  const beside = ids().then((found) => order.push(`beside ${found}`))
  await Promise.all([transaction, beside])
  expect(order).toEqual(['transaction', 'beside 5'])
  await db.query('DELETE FROM t')
})

test('more statements than are kept go on working, the first one too', async () => {
  for (let number = 0; number < 450; number += 1) {
    const { rows } = await db.query<{ n: number }>(`SELECT ${number} AS n`)
    expect(rows).toEqual([{ n: number }])
  }
  expect((await db.query('SELECT 0 AS n')).rows).toEqual([{ n: 0 }])
})

test('a statement outlives a change of the tables it reads', async () => {
  await db.query("INSERT INTO t VALUES (6, 'x')")
  expect((await db.query('SELECT note FROM t')).rows).toEqual([{ note: 'x' }])
  await db.query('ALTER TABLE t ADD COLUMN extra int DEFAULT 7')
  expect((await db.query('SELECT note FROM t')).rows).toEqual([{ note: 'x' }])
  await db.query('DELETE FROM t')
})
