import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import { expect, test } from 'vitest'
import { migrate } from '../src/evault/db/migrate.ts'
import journal from '../src/evault/db/migrations/meta/_journal.json'

test('what was changed before platforms were told of changes is told to nobody', async () => {
  const client = await PGlite.create({ extensions: { pg_trgm } })
  const db = drizzle(client, { casing: 'snake_case' })
  const before = journal.entries
    .filter(({ tag }) => tag < '0008')
    .map(({ idx, tag }) => {
      const script = readFileSync(`src/evault/db/migrations/${tag}.sql`, 'utf8')
      return { version: idx + 1, name: tag, statements: script.split('--> statement-breakpoint') }
    })
  await migrate(db, before)
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
