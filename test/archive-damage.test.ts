import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask } from '../src/evault/db/database.ts'
import { headerBytes } from '../src/evault/db/storage/header.ts'
import type { SecretStore } from '../src/evault/index.ts'
import { bring, manifestOf, save } from './support/archives.ts'
import { unpack } from './support/forged-archive.ts'
import { enlarge } from './support/large-vault.ts'
import { openStored } from './support/storage.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const blockBytes = 8192
const small = 600
const large = 40

/** A database whose disk has lost something: what else is there is exported. */
test('rows that the disk has lost are named, and all others are in the archive', async () => {
  await using home = await temporaryDirectory()
  const data = join(home.path, 'data')
  const store = memorySecretStore()
  let ename: string
  {
    await using it = await openTestVault({ dataDirectory: data, secretStore: store })
    ename = it.vault.ename
  }
  const ids = await insertRecords(data, store, ename)
  const whole = await save(data, join(home.path, 'whole.zip'), store)
  expect(whole.problems).toEqual([])
  const { heap, toast } = await pathsOf(data, store, 'meta_envelopes')
  await damage(join(data, 'pg', heap), 3 * blockBytes + 4_000)
  await damage(join(data, 'pg', toast), 10 * blockBytes + 4_000)

  const file = join(home.path, 'vault.zip')
  const { problems, manifest, signed } = await save(data, file, store)
  expect(signed).toBe(true)
  const [block, ...rows] = problems.filter(({ item }) => item.startsWith('meta_envelopes'))
  expect(problems).toHaveLength(rows.length + 1)
  expect(block?.item).toBe('meta_envelopes: all rows of block 3')
  // A block of the large texts has parts of one or two of them.
  expect(rows.length).toBeGreaterThanOrEqual(1)
  expect(rows.length).toBeLessThanOrEqual(3)

  const parts = await unpack(file)
  const lines = [...parts].filter(([name]) => name.startsWith('tables/meta_envelopes/'))
  const saved = lines.flatMap(([, text]) => String(text).trim().split('\n'))
  const there = new Set(saved.map((line) => JSON.parse(line).id))
  expect(there.size).toBe(saved.length)
  const missing = ids.filter((id) => !there.has(id))
  const named = rows.filter(({ item }) => missing.some((id) => item.includes(id)))
  expect(named).toHaveLength(rows.length)
  // Of a block's small rows.
  expect(missing.length - rows.length).toBeGreaterThan(10)
  expect(missing.length - rows.length).toBeLessThan(80)
  const others = (name: string) => name !== 'meta_envelopes'
  expect(manifest.tables.filter(({ name }) => others(name))).toEqual(
    whole.manifest.tables.filter(({ name }) => others(name)),
  )
  expect((await manifestOf(data, store)).problems).toEqual(problems)

  const target = join(home.path, 'target')
  const targetStore = memorySecretStore()
  const brought = await bring(target, file, targetStore)
  expect(brought).toMatchObject({ problems: [], missingBefore: problems.length })
  const { tables } = await manifestOf(target, targetStore)
  const records = tables.find(({ name }) => name === 'meta_envelopes')
  expect(records?.rows).toBe(saved.length)
})

const insert = `
  INSERT INTO meta_envelopes (ename, id, position, ontology, payload, acl, indexed)
  SELECT $1, 'id-' || i || '-', lpad(to_hex(i), 32, '0')::uuid, 'a-type', json_build_object('text',
    CASE WHEN i <= $2::int THEN 'small'
      ELSE (SELECT string_agg(md5(i::text || j), '') FROM generate_series(1, 250) AS j) END),
    '{"*"}', false
  FROM generate_series(1, $3::int) AS i RETURNING id`

/** Small ones, then those that Postgres keeps in a place of their own. @returns their ids */
async function insertRecords(data: string, store: SecretStore, ename: string): Promise<string[]> {
  await using database = await openStored(data, store)
  const rows = await ask<{ id: string }>(database.db, insert, [ename, small, small + large])
  return rows.map(({ id }) => id)
}

test('not even what says whose vault it is, or which files there are, sinks the rest', async () => {
  await using home = await temporaryDirectory()
  const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
  const store = memorySecretStore()
  let ename: string
  {
    await using it = await openTestVault({ dataDirectory: data, secretStore: store })
    ename = it.vault.ename
    for (let at = 0; at < 5; at += 1) await it.create({ at })
  }
  await enlarge(data, store, ename, { records: 0, files: 3, fileBytes: 1_000 })
  const whole = await save(data, join(home.path, 'whole.zip'), store)
  expect(whole).toMatchObject({ signed: true, problems: [] })
  const damaged = ['files', 'identity_log', 'vaults']
  for (const table of damaged) {
    const { heap } = await pathsOf(data, store, table)
    // Of the last one nothing can be opened at all.
    await damage(join(data, 'pg', heap), 100)
    if (table === 'vaults') await destroyHeader(join(data, 'pg', heap))
  }
  const { problems, manifest, signed } = await save(data, file, store)
  expect(signed).toBe(false)
  expect(problems.map(({ item }) => item)).toEqual([
    'the name of the vault',
    'files: all rows of block 0',
    'identity_log: all rows of block 0',
    'vaults: all rows',
  ])
  const others = ({ name }: { name: string }) => !damaged.includes(name)
  expect(manifest.tables.filter(others)).toEqual(whole.manifest.tables.filter(others))
  expect(manifest.vault.ename).toBe(null)
  expect(manifest.files.count).toBe(0)
})

/** Where a table and its large values are in the database's folder. */
async function pathsOf(
  data: string,
  store: SecretStore,
  table: string,
): Promise<{ heap: string; toast: string }> {
  await using database = await openStored(data, store)
  const [paths] = await ask<{ heap: string; toast: string }>(
    database.db,
    `SELECT pg_relation_filepath(oid) AS heap, pg_relation_filepath(reltoastrelid) AS toast
      FROM pg_class WHERE oid = to_regclass($1::text)`,
    [table],
  )
  await ask(database.db, 'CHECKPOINT', [])
  return paths as { heap: string; toast: string }
}

/** @param position in what the file holds, behind the header of the sealed file */
async function damage(file: string, position: number): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(randomBytes(64), 0, 64, headerBytes + position)
  await handle.close()
}

async function destroyHeader(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(randomBytes(headerBytes), 0, headerBytes, 0)
  await handle.close()
}
