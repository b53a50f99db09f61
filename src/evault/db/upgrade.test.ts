import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestDatabase, testDatabaseKey } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import * as freeSpace from './free-space.ts'
import type { Migration } from './migrate.ts'
import { PreparedPGlite } from './prepared-pglite.ts'
import { VaultFilesystem } from './storage/vault-filesystem.ts'
import { finishGoingBack, openUpgraded } from './upgrade.ts'

const step = (version: number, ...statements: string[]): Migration => ({
  version,
  name: `step ${version}`,
  statements,
})
const first = step(1, 'CREATE TABLE one (id int)', 'INSERT INTO one VALUES (1)')
const second = step(2, 'ALTER TABLE one ADD n int', 'UPDATE one SET n = id')
const failing = step(2, 'DROP TABLE one', 'SELECT 1 / 0')

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let folder: string
beforeEach(async () => {
  directory = await temporaryDirectory()
  folder = join(directory.path, 'pg')
  // An empty database of ours: the schema's own tables are not asked for.
  await (await openTestDatabase(directory.path))[Symbol.asyncDispose]()
  await using bare = await open([])
  await bare.db.execute(sql`DROP SCHEMA public CASCADE`)
  await bare.db.execute(sql`CREATE SCHEMA public`)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await directory[Symbol.asyncDispose]()
})

async function openClient() {
  const fs = new VaultFilesystem({ folder, key: testDatabaseKey, acknowledge: 'durable' })
  const client = new PreparedPGlite({ fs })
  await client.waitReady
  return { db: drizzle(client), close: () => client.close() }
}

async function open(known: readonly Migration[] | null) {
  const client =
    known === null || known.length === 0
      ? await openClient()
      : await openUpgraded(directory.path, folder, openClient, known)
  return { db: client.db, [Symbol.asyncDispose]: () => client.close() }
}

async function rowsOfOne(): Promise<unknown[]> {
  await using it = await open(null)
  return ((await it.db.execute(sql`SELECT * FROM one`)) as unknown as { rows: unknown[] }).rows
}

const close = async (it: AsyncDisposable) => it[Symbol.asyncDispose]()
const names = async () => (await readdir(directory.path)).sort()

test('an older schema is copied before it is changed, and the copy opens as it was', async () => {
  await close(await open([first]))
  expect(await names()).toEqual(['pg'])
  await close(await open([first, second]))
  expect(await names()).toEqual(['pg', 'pg-before-1'])
  expect(await rowsOfOne()).toEqual([{ id: 1, n: 1 }])
  // As an owner who goes back to the version before would do it.
  await rename(folder, `${folder}.new`)
  await rename(join(directory.path, 'pg-before-1'), folder)
  expect(await rowsOfOne()).toEqual([{ id: 1 }])
})

test('the newest schema is opened without a copy', async () => {
  await close(await open([first]))
  await close(await open([first]))
  expect(await names()).toEqual(['pg'])
})

test('a change that fails goes back by itself', async () => {
  await close(await open([first]))
  await expect(open([first, failing])).rejects.toMatchObject({
    code: 'UPGRADE_FAILED',
    message: expect.stringMatching(/division by zero.* as it was before/s),
  })
  expect(await names()).toEqual(['pg'])
  expect(await rowsOfOne()).toEqual([{ id: 1 }])
  await close(await open([first, second]))
  expect(await rowsOfOne()).toEqual([{ id: 1, n: 1 }])
})

test('killed while it goes back, the next start ends that', async () => {
  await close(await open([first]))
  await close(await open([first, second]))
  // The database has been moved away, the copy has not come yet.
  await rename(folder, join(directory.path, 'pg-failed'))
  await finishGoingBack(directory.path, folder)
  expect(await names()).toEqual(['pg'])
  expect(await rowsOfOne()).toEqual([{ id: 1 }])
  // The copy has come, what failed is still there.
  await mkdir(join(directory.path, 'pg-failed'))
  await finishGoingBack(directory.path, folder)
  expect(await names()).toEqual(['pg'])
  expect(await rowsOfOne()).toEqual([{ id: 1 }])
})

test('a copy that a crash left unfinished is made anew', async () => {
  await close(await open([first]))
  for (const name of ['pg-before-draft', 'pg-before-1']) {
    await mkdir(join(directory.path, name))
    await writeFile(join(directory.path, name, 'half'), '')
  }
  await close(await open([first, second]))
  expect(await names()).toEqual(['pg', 'pg-before-1'])
  expect(await readdir(join(directory.path, 'pg-before-1'))).toContain('PG_VERSION')
})

test('without room for the copy nothing is changed', async () => {
  await close(await open([first]))
  vi.spyOn(freeSpace, 'hasRoomFor').mockReturnValue(false)
  await expect(open([first, second])).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(await names()).toEqual(['pg'])
  expect(await rowsOfOne()).toEqual([{ id: 1 }])
})

test('a copy stays for two weeks, or until the next one', async () => {
  const third = step(3, 'CREATE TABLE three (id int)')
  await close(await open([first]))
  await close(await open([first, second]))
  await close(await open([first, second, third]))
  expect(await names()).toEqual(['pg', 'pg-before-2'])
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
  await utimes(join(directory.path, 'pg-before-2'), ago(13), ago(13))
  await close(await open([first, second, third]))
  expect(await names()).toEqual(['pg', 'pg-before-2'])
  await utimes(join(directory.path, 'pg-before-2'), ago(15), ago(15))
  await close(await open([first, second, third]))
  expect(await names()).toEqual(['pg'])
})
