import { once } from 'node:events'
import { createServer } from 'node:http'
import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  type AdapterOptions,
  openAdapter,
  parseMapping,
  pgliteDatabase,
  sqliteDatabase,
} from '../src/web3-adapter/index.ts'
import { call } from './support/call.ts'
import { listen } from './support/sync-platforms.ts'
import { POST, USER } from './support/sync-platforms-mappings.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** What the adapter takes, what it refuses to begin with, and what it does with what is not as expected. */

let vault: TestVault
beforeAll(async () => {
  vault = await openTestVault({ config: { policy: 'open' } })
})
afterAll(() => vault[Symbol.asyncDispose]())

const until = (condition: () => unknown) =>
  vi.waitUntil(condition, { timeout: 20_000, interval: 25 })

const mapping = (changes: object = {}) =>
  parseMapping(
    {
      tableName: 'posts',
      schemaId: POST,
      ownerEnamePath: 'ename',
      localToUniversalMap: { words: 'content', tags: 'hashtags', pinned: 'isArchived' },
      ...changes,
    },
    'posts.json',
  )

function sqlite(schema: string) {
  const db = new Database(':memory:')
  db.exec('PRAGMA foreign_keys = ON')
  db.exec(schema)
  return db
}
const posts = `CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, ename TEXT, words TEXT,
  tags JSON, pinned BOOLEAN)`

const open = (db: Database.Database, options: Partial<AdapterOptions> = {}) =>
  openAdapter({
    platform: 'http://127.0.0.1:9',
    registry: vault.vault.registry.url,
    database: sqliteDatabase(db),
    mappings: [mapping()],
    ...options,
  })

async function contentOf(id: string | null): Promise<Record<string, unknown> | undefined> {
  const { data } = await vault.owner('query ($id: ID!) { metaEnvelope(id: $id) { parsed } }', {
    id,
  })
  return data?.metaEnvelope?.parsed
}

test('numbers as ids, lists in JSON columns and booleans go both ways', async () => {
  const db = sqlite(posts)
  await using adapter = await open(db)
  const { ename } = vault.vault
  db.prepare('INSERT INTO posts (ename, words, tags, pinned) VALUES (?, ?, ?, ?)').run(
    ename,
    'one',
    '["a","b"]',
    1,
  )
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await contentOf(await adapter.globalIdOf('posts', '1'))).toEqual({
    content: 'one',
    hashtags: ['a', 'b'],
    isArchived: true,
  })

  await vault.create({ content: 'two', hashtags: ['c'], isArchived: false }, ['*'], POST)
  await adapter.follow(ename)
  await until(() => db.prepare('SELECT * FROM posts').all().length === 2)
  expect(db.prepare('SELECT words, tags, pinned FROM posts WHERE id = 2').all()).toEqual([
    { words: 'two', tags: '["c"]', pinned: 0 },
  ])
})

test('what others write in other shapes breaks nothing, and is not sent back', async () => {
  const db = sqlite(posts)
  const { ename } = vault.vault
  const strange = { content: { deep: [1] }, hashtags: 'no list', isArchived: 'yes', more: [true] }
  const id = await vault.create(strange, ['*'], POST)
  await using adapter = await open(db)
  await adapter.follow(ename)
  await until(async () => (await adapter.localIdOf('posts', id)) !== null)
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await contentOf(id)).toEqual(strange)

  // A change of one field leaves the others as they were, those without a mapping, too.
  const local = await adapter.localIdOf('posts', id)
  db.prepare('UPDATE posts SET words = ? WHERE id = ?').run('plain', local)
  await until(async () => (await contentOf(id))?.content === 'plain')
  expect(await contentOf(id)).toEqual({ ...strange, content: 'plain' })
})

test('mappings and database that do not fit are refused with what to mend', async () => {
  const db = sqlite(posts)
  const wrong = mapping({ localToUniversalMap: { wrods: 'content' } })
  await expect(open(db, { mappings: [wrong] })).rejects.toThrow(
    /names what the table does not have: wrods/,
  )
  const owner = mapping({ ownerEnamePath: 'enmae' })
  await expect(open(db, { mappings: [owner] })).rejects.toThrow('enmae')
  const other = mapping({ tableName: 'nothing' })
  await expect(open(db, { mappings: [other] })).rejects.toThrow('no table “nothing”')
  await expect(open(db, { rows: { nothing: () => ({}) as never } })).rejects.toThrow('nothing')
  const pairs = mapping({ ownedJunctionTables: ['pairs'] })
  db.exec('CREATE TABLE pairs (post INTEGER, person TEXT)')
  await expect(open(db, { mappings: [pairs] })).rejects.toThrow('No foreign key')

  await using _ = await open(db)
  await expect(open(db, { mappings: [mapping({ schemaId: USER })] })).rejects.toThrow(
    `was of the type ${POST}`,
  )
})

test('rows from before the adapter are sent, rows of nobody stay here', async () => {
  const db = sqlite(posts)
  db.prepare('INSERT INTO posts (ename, words) VALUES (?, ?)').run(vault.vault.ename, 'old')
  db.prepare('INSERT INTO posts (words) VALUES (?)').run('of nobody')
  await using adapter = await open(db)
  await until(async () => (await adapter.status()).outbox === 0)
  expect((await contentOf(await adapter.globalIdOf('posts', '1')))?.content).toBe('old')
  expect(await adapter.globalIdOf('posts', '2')).toBeNull()
})

test('a mapping that only reads sends nothing', async () => {
  const db = sqlite(posts)
  await using adapter = await open(db, { mappings: [mapping({ readOnly: true })] })
  db.prepare('INSERT INTO posts (ename, words) VALUES (?, ?)').run(vault.vault.ename, 'mine')
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await adapter.globalIdOf('posts', '1')).toBeNull()
})

test('the platform says who may have a record, and what a field holds that both have changed', async () => {
  const db = sqlite(posts)
  const { ename } = vault.vault
  await using adapter = await open(db, {
    acl: (_, row) => (row.pinned ? [] : ['*', '@friend.w3id']),
    onConflict: ({ base, local, remote }) => `${base} ${local} ${remote}`,
  })
  db.prepare('INSERT INTO posts (ename, words) VALUES (?, ?)').run(ename, 'base')
  await adapter.handleChange('posts', '1')
  const id = (await adapter.globalIdOf('posts', '1')) ?? ''
  const acl = async () =>
    (await vault.owner('query ($id: ID!) { metaEnvelope(id: $id) { acl } }', { id })).data
      .metaEnvelope.acl
  expect(await acl()).toEqual(['*', '@friend.w3id'])

  await vault.owner(
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) { updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`,
    { id, input: { ontology: POST, payload: { content: 'remote' }, acl: ['@friend.w3id'] } },
  )
  db.prepare('UPDATE posts SET words = ? WHERE id = 1').run('local')
  await adapter.handleChange('posts', '1')
  expect((await contentOf(id))?.content).toBe('base local remote')
  expect(db.prepare('SELECT words FROM posts').all()).toEqual([{ words: 'base local remote' }])
  expect(await acl()).toEqual(['@friend.w3id'])
})

test('a row names one of a table without a mapping: it waits until that is identified', async () => {
  const db = sqlite(`${posts}; CREATE TABLE places (id TEXT PRIMARY KEY);
    INSERT INTO places VALUES ('home'); ALTER TABLE posts ADD COLUMN place TEXT REFERENCES places(id)`)
  const localToUniversalMap = { words: 'content', place: 'places(place),location' }
  await using adapter = await open(db, { mappings: [mapping({ localToUniversalMap })] })
  db.prepare('INSERT INTO posts (ename, words, place) VALUES (?, ?, ?)').run(
    vault.vault.ename,
    'here',
    'home',
  )
  await until(async () => (await adapter.status()).problems.length === 1)
  expect((await adapter.status()).problems[0]).toMatchObject({
    table: 'posts',
    id: '1',
    direction: 'out',
  })
  await expect(adapter.handleChange('posts', '1')).rejects.toThrow('places home')
  await expect(adapter.identify('posts', '1', 'x')).rejects.toThrow('has a mapping')
  await adapter.identify('places', 'home', 'the-global-home')
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await contentOf(await adapter.globalIdOf('posts', '1'))).toEqual({
    content: 'here',
    location: 'the-global-home',
  })
})

test('nobody answers for an eName: the row waits, and says why', async () => {
  const db = sqlite(posts)
  await using adapter = await open(db)
  db.prepare("INSERT INTO posts (ename, words) VALUES ('@nobody.w3id', 'lost')").run()
  await until(async () => (await adapter.status()).problems.length === 1)
  expect((await adapter.status()).problems[0]?.problem).toContain('@nobody.w3id')
  await expect(adapter.follow('@nobody.w3id')).rejects.toThrow('@nobody.w3id')
})

test('deleted and made anew before anybody was told: another record', async () => {
  const db = sqlite(posts)
  await using adapter = await open(db)
  const insert = () =>
    db
      .prepare('INSERT INTO posts (id, ename, words) VALUES (7, ?, ?)')
      .run(vault.vault.ename, 'again')
  insert()
  await adapter.handleChange('posts', '7')
  const first = await adapter.globalIdOf('posts', '7')
  db.exec('DELETE FROM posts')
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await contentOf(first)).toBeUndefined()
  insert()
  await until(async () => (await adapter.status()).outbox === 0)
  expect(await adapter.globalIdOf('posts', '7')).not.toBe(first)
})

test('columns of Postgres: numbers, times, uuids, jsonb and pairs', async () => {
  await using db = await PGlite.create()
  await db.exec(`
    CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), ename text, name text);
    CREATE TABLE posts (id serial PRIMARY KEY, person uuid REFERENCES people(id), words text,
      tags jsonb, made timestamptz);
    CREATE TABLE likes (post int REFERENCES posts(id) ON DELETE CASCADE, person uuid REFERENCES people(id),
      PRIMARY KEY (post, person));`)
  const mappings = [
    parseMapping(
      {
        tableName: 'people',
        schemaId: USER,
        ownerEnamePath: 'ename',
        localToUniversalMap: { name: 'displayName' },
      },
      'people.json',
    ),
    mapping({
      ownerEnamePath: 'people(person.ename)',
      ownedJunctionTables: ['likes'],
      localToUniversalMap: {
        words: 'content',
        tags: 'hashtags',
        made: '__date(made),createdAt',
        author: 'people(person),authorId',
        likes: 'people(likes[].person),likedBy',
      },
    }),
  ]
  await using adapter = await openAdapter({
    platform: 'http://127.0.0.1:9',
    registry: vault.vault.registry.url,
    database: pgliteDatabase(db),
    mappings,
  })
  await db.query('INSERT INTO people (ename, name) VALUES ($1, $2)', [vault.vault.ename, 'Ada'])
  await db.query(
    `INSERT INTO posts (person, words, tags, made) SELECT id, 'typed', '["x"]', '2025-01-02T03:04:05.678Z' FROM people`,
  )
  await db.query('INSERT INTO likes SELECT posts.id, people.id FROM posts, people')
  await until(async () => (await adapter.status()).outbox === 0)
  const { rows } = await db.query<{ id: string }>('SELECT id FROM people')
  const person = await adapter.globalIdOf('people', rows[0]?.id ?? '')
  const id = await adapter.globalIdOf('posts', '1')
  expect(await contentOf(id)).toEqual({
    content: 'typed',
    hashtags: ['x'],
    createdAt: '2025-01-02T03:04:05.678Z',
    authorId: person,
    likedBy: [person],
  })
  await db.query('DELETE FROM likes')
  await until(async () => ((await contentOf(id))?.likedBy as unknown[])?.length === 0)
  await db.query('DELETE FROM posts')
  await until(async () => (await contentOf(id)) === undefined)
})

test('a vault whose owner has not decided about the platform says so', async () => {
  await using guarded = await openTestVault({ config: { policy: 'guarded' } })
  const db = sqlite(posts)
  await using adapter = await open(db, { registry: guarded.vault.registry.url })
  const following = adapter.follow(guarded.vault.ename)
  await expect(following).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' })
})

test('a vault that never answers holds nobody else up', async () => {
  const silent = createServer(() => {})
  const { url, secret } = vault.vault.registry
  const uri = `http://127.0.0.1:${await listen(silent)}`
  await call(`${url}/register`, {
    body: { ename: '@silent.w3id', uri, evault: '@silent-vault' },
    headers: { authorization: `Bearer ${secret}` },
  })
  const db = sqlite(posts)
  await using adapter = await open(db)
  const insert = db.prepare('INSERT INTO posts (ename, words) VALUES (?, ?)')
  for (let n = 0; n < 20; n += 1) insert.run('@silent.w3id', `unheard ${n}`)
  await once(silent, 'request')
  const before = performance.now()
  insert.run(vault.vault.ename, 'heard')
  await until(async () => (await contentOf(await adapter.globalIdOf('posts', '21'))) !== undefined)
  expect(performance.now() - before).toBeLessThan(5_000)
  expect((await adapter.status()).outbox).toBe(20)
  silent.closeAllConnections()
  silent.close()
})
