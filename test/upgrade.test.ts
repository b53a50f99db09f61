import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import { expect, test } from 'vitest'
import { deliveryAttempts, deliveryPlatforms } from '../src/evault/db/awareness-schema.ts'
import { backupWorks } from '../src/evault/db/backup-schema.ts'
import { migrate } from '../src/evault/db/migrate.ts'
import journal from '../src/evault/db/migrations/meta/_journal.json'

/** A database as versions before that migration left it. */
async function openBefore(tag: string) {
  const client = await PGlite.create({ extensions: { pg_trgm } })
  const db = drizzle(client, { casing: 'snake_case' })
  const before = journal.entries
    .filter((entry) => entry.tag < tag)
    .map(({ idx, tag }) => {
      const script = readFileSync(`src/evault/db/migrations/${tag}.sql`, 'utf8')
      return { version: idx + 1, name: tag, statements: script.split('--> statement-breakpoint') }
    })
  await migrate(db, before)
  return { client, db }
}

test('what was changed before platforms were told of changes is told to nobody', async () => {
  const { client, db } = await openBefore('0008')
  for (const [ename, sequence] of [
    ['@a', 1],
    ['@a', 2],
    ['@b', 1],
  ]) {
    await client.query(
      `INSERT INTO operation_log (ename, at, sequence, id, meta_envelope_id, envelope_hash,
        operation, caller, ontology, announce, hash)
      VALUES ($1, now(), $2, gen_random_uuid(), 'x', 'x', 'create', 'owner', 'x', true, 'x')`,
      [ename, sequence],
    )
  }
  await migrate(db)
  const { rows } = await client.query('SELECT ename, sequence FROM awareness_cursors ORDER BY 1')
  expect(rows).toEqual([
    { ename: '@a', sequence: 2 },
    { ename: '@b', sequence: 1 },
  ])
  await client.close()
})

test('why attempts failed before there were codes can still be read', async () => {
  const { client, db } = await openBefore('0010')
  await client.query(`INSERT INTO delivery_attempts (ename, platform, attempt_id, meta_envelope_id,
    sequence, number, at, ok, duration_ms, error, body_hash)
    VALUES ('@a', 'p', gen_random_uuid(), 'x', 1, 1, now(), false, 5, 'It answered 500.', 'x')`)
  await client.query(`INSERT INTO delivery_platforms (ename, platform, listed, last_error)
    VALUES ('@a', 'p', true, 'It answered 500.')`)
  await migrate(db)
  const old = { errorCode: null, errorDetail: null }
  expect(await db.select().from(deliveryAttempts)).toMatchObject([
    { error: 'It answered 500.', ...old },
  ])
  expect(await db.select().from(deliveryPlatforms)).toMatchObject([
    { lastError: 'It answered 500.', lastErrorCode: null, lastErrorDetail: null },
  ])
  await client.close()
})

test('what a trial found as lines of text is forgotten, and that it failed is not', async () => {
  const { client, db } = await openBefore('0017')
  await client.query(`INSERT INTO backup_works (work, failed_at, failures, code, differences)
    VALUES ('drill', now(), 1, 'BACKUP_DAMAGED', '["files: 2 of 3"]')`)
  await migrate(db)
  expect(await db.select().from(backupWorks)).toMatchObject([
    { code: 'BACKUP_DAMAGED', failures: 1, differences: null },
  ])
  await client.close()
})
