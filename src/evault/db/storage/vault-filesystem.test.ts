import { randomBytes } from 'node:crypto'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { headerBytes } from './header.ts'
import { readSealedFile, sealFolder, writeSealedFile } from './seal-folder.ts'
import { VaultFilesystem } from './vault-filesystem.ts'

const key = randomBytes(64)
const secret = 'Marvin the paranoid android'
let directory: string
let folder: string

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'evault-storage-'))
  folder = join(directory, 'pg')
  await sealFolder(inject('templateDirectory'), folder, key)
})
afterEach(() => rmSync(directory, { recursive: true }))

async function open(place = folder): Promise<PGlite> {
  const fs = new VaultFilesystem({ folder: place, key, acknowledge: 'durable' })
  return PGlite.create({ fs, extensions: { pg_trgm } })
}

function* filesOf(place: string): Generator<string> {
  for (const name of readdirSync(place)) {
    const path = join(place, name)
    if (statSync(path).isDirectory()) yield* filesOf(path)
    else yield path
  }
}

const insert = 'INSERT INTO notes (text) SELECT $1 || i FROM generate_series(1, 500) AS i'
const count = "SELECT count(*)::int AS count FROM notes WHERE text LIKE 'Marvin%'"

async function write(db: PGlite): Promise<void> {
  await db.exec('CREATE TABLE notes (id serial PRIMARY KEY, text text)')
  await db.query(insert, [secret])
}

async function counted(db: PGlite): Promise<number | undefined> {
  const { rows } = await db.query<{ count: number }>(count)
  return rows[0]?.count
}

test('a database keeps what it was given, and nothing of it can be read on the disk', async () => {
  const db = await open()
  await write(db)
  await db.exec('CHECKPOINT')
  await db.close()
  const names: string[] = []
  for (const path of filesOf(folder)) {
    const bytes = readFileSync(path)
    if (bytes.includes('Marvin') || bytes.includes('pg_catalog')) names.push(path)
  }
  expect(names).toEqual([])
  const again = await open()
  expect(await counted(again)).toBe(500)
  await again.close()
})

test('what was there when the process was killed is there again', async () => {
  const db = await open()
  await write(db)
  // All that is written goes to the system at once: this is what a killed process leaves.
  const left = join(directory, 'left')
  cpSync(folder, left, { recursive: true })
  await db.close()
  const again = await open(left)
  expect(await counted(again)).toBe(500)
  await again.query(insert, [secret])
  expect(await counted(again)).toBe(1000)
  await again.close()
})

test('a killed database opens without the one file whose header is gone', async () => {
  const db = await open()
  await db.exec('CREATE TABLE lost (text text); CREATE TABLE other (text text)')
  await db.query("INSERT INTO lost VALUES ('was here')")
  const { rows } = await db.query<{ path: string }>("SELECT pg_relation_filepath('lost') AS path")
  await db.exec('CHECKPOINT')
  await write(db)
  const left = join(directory, 'left')
  cpSync(folder, left, { recursive: true })
  await db.close()
  const file = join(left, rows[0]?.path ?? '')
  const bytes = readFileSync(file)
  bytes.fill('?', 0, headerBytes)
  writeFileSync(file, bytes)

  const again = await open(left)
  expect(await counted(again)).toBe(500)
  await expect(again.query('SELECT * FROM lost')).rejects.toThrow('could not open file')
  await again.query("INSERT INTO other VALUES ('goes on')")
  await again.exec('CHECKPOINT')
  await again.close()
  expect(readFileSync(file).equals(bytes)).toBe(true)
})

test.runIf(process.platform === 'linux')(
  'much is read and written through few descriptors',
  async () => {
    const db = await open()
    await db.exec(`DO $$ BEGIN FOR i IN 1..300 LOOP
    EXECUTE format('CREATE TABLE many_%s AS SELECT %s AS n', i, i); END LOOP; END $$`)
    await db.exec('CHECKPOINT')
    const descriptors = readdirSync('/proc/self/fd').length
    expect(descriptors).toBeLessThan(400)
    for (const n of [1, 150, 300])
      expect((await db.query(`SELECT n FROM many_${n}`)).rows).toEqual([{ n }])
    await db.exec('DROP TABLE many_1')
    await db.close()
  },
)

test('a sealed folder holds what the plain one holds', async () => {
  const plain = inject('templateDirectory')
  let files = 0
  for (const path of filesOf(plain)) {
    if (path.endsWith('.empty')) continue
    const sealed = [...readSealedFile(join(folder, path.slice(plain.length)), key)]
    expect(Buffer.concat(sealed).equals(readFileSync(path))).toBe(true)
    files += 1
  }
  expect(files).toBeGreaterThan(500)
  expect(files).toBe([...filesOf(folder)].length)
})

test('with another key nothing opens, and nothing is changed', async () => {
  const before = [...filesOf(folder)].map((path) => [path, statSync(path).mtimeMs])
  const fs = new VaultFilesystem({ folder, key: randomBytes(64), acknowledge: 'durable' })
  await expect(PGlite.create({ fs })).rejects.toThrow('key')
  expect([...filesOf(folder)].map((path) => [path, statSync(path).mtimeMs])).toEqual(before)
})

test.each([
  ['empty', Buffer.alloc(0)],
  ['of zeros', Buffer.alloc(40)],
  ['torn', randomBytes(40)],
])(
  'a lock of Postgres that a power cut left %s keeps no vault from opening',
  async (_, content) => {
    async function* whole() {
      yield content
    }
    await writeSealedFile(join(folder, 'postmaster.pid'), key, whole())
    const db = await open()
    expect(await db.query('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] })
    await db.close()
  },
)
