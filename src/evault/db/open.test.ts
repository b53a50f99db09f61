import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { openTestDatabase, testDatabaseKey } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import type { Database } from './database.ts'
import { sealFolder } from './storage/seal-folder.ts'

const template = inject('templateDirectory')

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

const folder = () => join(directory.path, 'pg')

test('a database made from the template has the same schema as one made from nothing', async () => {
  await using bare = await temporaryDirectory()
  await using fromTemplate = await openTestDatabase(directory.path)
  await using fromNothing = await openTestDatabase(bare.path, join(bare.path, 'no-template-here'))
  const expected = await schemaOf(fromNothing.db)
  expect(expected).toContain('meta_envelopes.position uuid NO')
  expect(await schemaOf(fromTemplate.db)).toEqual(expected)
})

test('what is written is there when the database is opened again', async () => {
  {
    await using database = await openTestDatabase(directory.path)
    await database.db.execute(sql`INSERT INTO ontology_counts VALUES ('@a', 'o', 7)`)
  }
  await using database = await openTestDatabase(directory.path)
  const { rows } = (await database.db.execute(
    sql`SELECT count FROM ontology_counts`,
  )) as unknown as { rows: unknown[] }
  expect(rows).toEqual([{ count: 7 }])
})

test('what a crash left of an unfinished copy is removed, and nothing else', async () => {
  await mkdir(join(directory.path, 'pg-draft.4711', 'base'), { recursive: true })
  await writeFile(join(directory.path, 'pg-draft.4711', 'PG_VERSION'), '18')
  await writeFile(join(directory.path, 'letter.txt'), 'mine')
  await using _database = await openTestDatabase(directory.path)
  expect((await readdir(directory.path)).sort()).toEqual(['letter.txt', 'pg'])
})

describe('a damaged database is told as such, and no file of it is removed', () => {
  beforeEach(() => sealFolder(template, folder(), testDatabaseKey))

  test.each([
    ['PG_VERSION is missing', () => rm(join(folder(), 'PG_VERSION'))],
    ['global/pg_control is cut short', () => truncate(join(folder(), 'global/pg_control'), 100)],
    [
      'global/pg_control is noise',
      () => writeFile(join(folder(), 'global/pg_control'), noise(8192)),
    ],
    ['PG_VERSION is of another Postgres', () => writeFile(join(folder(), 'PG_VERSION'), '9.6\n')],
    [
      'the folder is a file',
      () => rm(folder(), { recursive: true }).then(() => writeFile(folder(), 'x')),
    ],
    ['the write-ahead log is gone', () => emptyFolder('pg_wal')],
    ['the tables are gone', () => emptyFolder('base')],
  ])('%s', async (_what, damage) => {
    await damage()
    const before = await files()
    await expect(openTestDatabase(directory.path)).rejects.toMatchObject({
      code: 'DATA_DAMAGED',
      message: expect.stringContaining(folder()),
    })
    expect(await files()).toEqual(expect.arrayContaining(before))
  })
})

test('a database from a newer version is refused, and opens again with that version', async () => {
  {
    await using database = await openTestDatabase(directory.path)
    await database.db.execute(sql`INSERT INTO schema_migrations VALUES (999, 'from later')`)
  }
  const refused = { code: 'DATA_FROM_NEWER_VERSION' }
  await expect(openTestDatabase(directory.path)).rejects.toMatchObject(refused)
  await expect(openTestDatabase(directory.path)).rejects.toMatchObject(refused)
})

/** Every column with its type, and every index. */
async function schemaOf(db: Database): Promise<string[]> {
  const { rows } = (await db.execute(sql`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'migration ' || name FROM schema_migrations
    ORDER BY 1`)) as unknown as { rows: { line: string }[] }
  return rows.map(({ line }) => line)
}

/** Every file, but for a cache that Postgres makes anew at each start. */
async function files(): Promise<string[]> {
  const names = await readdir(directory.path, { recursive: true })
  return names.filter((name) => !name.endsWith('pg_internal.init')).sort()
}

async function emptyFolder(inside: string): Promise<void> {
  await rm(join(folder(), inside), { recursive: true })
  await mkdir(join(folder(), inside))
}

function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7919) % 251)
}
