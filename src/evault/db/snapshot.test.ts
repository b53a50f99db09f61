import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { ask, type Database } from './database.ts'

const accounts = 20
const pad = 'x'.repeat(1500)

async function prepare(db: Database): Promise<void> {
  await db.execute(sql`CREATE TABLE entries (n int PRIMARY KEY, pad text)`)
  await db.execute(sql`CREATE TABLE accounts (id int PRIMARY KEY, amount int, pad text)`)
  await db.execute(
    sql`INSERT INTO accounts SELECT n, 100, repeat('y', 3000) FROM generate_series(1, ${accounts}) n`,
  )
  // Enough that copying takes a while.
  await db.execute(
    sql`INSERT INTO entries SELECT -n, repeat(md5(n::text), 40) FROM generate_series(1, 12000) n`,
  )
}

/** What each transaction keeps: numbers without gaps, and the sum of all accounts. */
async function look(db: Database) {
  const [found] = await ask<Record<'last' | 'entries' | 'total' | 'rows', number>>(
    db,
    `SELECT (SELECT max(n) FROM entries) AS last,
      (SELECT count(*)::int FROM entries WHERE n > 0) AS entries,
      (SELECT sum(amount)::int FROM accounts) AS total, (SELECT count(*)::int FROM entries) AS rows`,
    [],
  )
  return found
}

test('a copy of a database that is written to holds what was committed before, and only whole transactions', async () => {
  await using directory = await temporaryDirectory()
  const data = join(directory.path, 'data')
  await mkdir(data)
  await using opened = await openTestDatabase(data)
  const { db } = opened
  await prepare(db)
  let written = 0
  let ended = false
  const writing = (async () => {
    while (!ended) {
      const n = written + 1
      await db.transaction(async (tx) => {
        await tx.execute(sql`INSERT INTO entries VALUES (${n}, ${pad + n})`)
        const [from, to] = [1 + (n % accounts), 1 + ((n * 7 + 3) % accounts)]
        await tx.execute(sql`UPDATE accounts SET amount = amount - 1 WHERE id = ${from}`)
        await tx.execute(sql`UPDATE accounts SET amount = amount + 1 WHERE id = ${to}`)
      })
      written = n
      // Pages that were there before change, too.
      if (n % 10 === 0) await db.execute(sql`UPDATE entries SET pad = ${pad} WHERE n = ${-n * 7}`)
    }
  })()
  let during = 0
  for (let round = 0; round < 2; round += 1) {
    const copy = join(directory.path, `copy-${round}`)
    await mkdir(copy)
    const before = written
    await opened.snapshot(copy, new AbortController().signal)
    during += written - before
    await using snapshot = await openTestDatabase(copy)
    const found = await look(snapshot.db)
    expect(found?.last).toBeGreaterThanOrEqual(before)
    expect(found).toMatchObject({ entries: found?.last, total: accounts * 100 })
    expect(found?.rows).toBe(12_000 + (found?.last ?? 0))
    await snapshot.db.execute(sql`INSERT INTO entries VALUES (1000000, 'it goes on')`)
  }
  ended = true
  await writing
  // Others were served while it was copied.
  expect(during).toBeGreaterThan(5)
  expect(await look(db)).toMatchObject({ last: written, entries: written })
}, 180_000)

test('a table that gets another file while it is copied is found again in the log', async () => {
  const tables = 100
  await using directory = await temporaryDirectory()
  const data = join(directory.path, 'data')
  await mkdir(data)
  await using opened = await openTestDatabase(data)
  const { db } = opened
  await prepare(db)
  await db.execute(sql`DO $$ BEGIN FOR n IN 1..100 LOOP
    EXECUTE format('CREATE TABLE small_%s AS SELECT %s AS n', n, n); END LOOP; END $$`)
  const copy = join(directory.path, 'copy')
  await mkdir(copy)
  let rewritten = 0
  let ended = false
  // The file before is emptied; that there is another one is in the log, and nowhere else before
  // the next checkpoint.
  const rewriting = (async () => {
    while (!existsSync(join(copy, 'pg', 'base'))) await setImmediate()
    while (!ended && rewritten < tables) {
      await db.execute(sql.raw(`VACUUM FULL small_${rewritten + 1}`))
      rewritten += 1
    }
  })()
  await opened.snapshot(copy, new AbortController().signal)
  ended = true
  await rewriting
  expect(rewritten).toBeGreaterThan(5)
  await using snapshot = await openTestDatabase(copy)
  const lost: number[] = []
  for (let n = 1; n <= tables; n += 1) {
    const [row] = await ask<{ n: number }>(snapshot.db, `SELECT n FROM small_${n}`, [])
    if (row?.n !== n) lost.push(n)
  }
  expect(lost).toEqual([])
}, 180_000)
