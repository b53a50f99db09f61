import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { migrate } from './migrate.ts'

const client = await PGlite.create({ extensions: { pg_trgm } })
const db = drizzle(client, { casing: 'snake_case' })
beforeEach(() => client.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))
afterAll(() => client.close())

const tables = async () =>
  (
    await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' ORDER BY 1`,
    )
  ).rows.map(({ name }) => name)

const step = (version: number, ...statements: string[]) => ({
  version,
  name: `step ${version}`,
  statements,
})

test('each migration is applied once, and a later start applies only the new ones', async () => {
  const first = step(1, 'CREATE TABLE one (id int)')
  await migrate(db, [first])
  await client.query('INSERT INTO one VALUES (1)')
  await migrate(db, [first])
  await migrate(db, [first, step(2, 'ALTER TABLE one ADD n int', 'UPDATE one SET n = id')])
  expect((await client.query('SELECT * FROM one')).rows).toEqual([{ id: 1, n: 1 }])
  const { rows } = await client.query('SELECT version, name FROM schema_migrations ORDER BY 1')
  expect(rows).toEqual([
    { version: 1, name: 'step 1' },
    { version: 2, name: 'step 2' },
  ])
})

test('a migration that fails takes back those before it in the same start', async () => {
  const steps = [
    step(1, 'CREATE TABLE one (id int)'),
    step(2, 'CREATE TABLE two (id int)', 'CREATE TABLE one (id int)'),
  ]
  await expect(migrate(db, steps)).rejects.toThrow()
  expect(await tables()).toEqual([])
  await migrate(db, steps.slice(0, 1))
  expect(await tables()).toEqual(['one', 'schema_migrations'])
})

test('a schema from a newer version is refused by name, and nothing is changed', async () => {
  await migrate(db)
  await db.execute(sql`INSERT INTO schema_migrations (version, name) VALUES (999, 'from later')`)
  const before = await tables()
  await expect(migrate(db)).rejects.toMatchObject({
    code: 'DATA_FROM_NEWER_VERSION',
    message: expect.stringMatching(/schema 999; .*Update the app/),
  })
  expect(await tables()).toEqual(before)
  const { rows } = await client.query('SELECT max(version) AS version FROM schema_migrations')
  expect(rows).toEqual([{ version: 999 }])
})
