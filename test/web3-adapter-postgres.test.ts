import { expect, test, vi } from 'vitest'
import { openAdapter, parseMapping, postgresDatabase } from '../src/web3-adapter/index.ts'
import { postgresPrograms, startPostgres } from './support/postgres-server.ts'
import { POST } from './support/sync-platforms-mappings.ts'
import { openTestVault } from './support/test-vault.ts'

const programs = postgresPrograms()

const mapping = parseMapping(
  {
    tableName: 'posts',
    schemaId: POST,
    ownerEnamePath: 'ename',
    ownedJunctionTables: ['likes'],
    localToUniversalMap: { words: 'content', likes: 'people(likes[].person),likedBy' },
  },
  'posts.json',
)

/** Many connections, real row locks: what PGlite and SQLite never see. */
test.skipIf(programs === null)(
  'changes of many connections at the same time all arrive',
  async () => {
    await using vault = await openTestVault({ config: { policy: 'open', platformRate: 1_000_000 } })
    const { ename } = vault.vault
    await using server = await startPostgres(programs ?? '')
    const { pool } = server
    await pool.query(`
    CREATE TABLE people (id int PRIMARY KEY);
    CREATE TABLE posts (id serial PRIMARY KEY, ename text, words text);
    CREATE TABLE likes (post int REFERENCES posts(id) ON DELETE CASCADE, person int REFERENCES people(id),
      PRIMARY KEY (post, person));
    INSERT INTO people SELECT generate_series(1, 40);`)
    await using adapter = await openAdapter({
      platform: 'http://127.0.0.1:9',
      registry: vault.vault.registry.url,
      database: postgresDatabase(pool),
      mappings: [mapping],
    })
    for (let person = 1; person <= 40; person += 1) {
      await adapter.identify('people', String(person), `@person-${person}.w3id`)
    }
    for (let post = 1; post <= 5; post += 1) {
      await pool.query('INSERT INTO posts (ename, words) VALUES ($1, $2)', [ename, `post ${post}`])
    }
    const edits = Array.from({ length: 200 }, async (_, n) => {
      const post = (n % 5) + 1
      await pool.query('UPDATE posts SET words = $1 WHERE id = $2', [`edit ${n}`, post])
      await pool.query('INSERT INTO likes VALUES ($1, $2)', [post, Math.floor(n / 5) + 1])
      if (n % 7 === 0)
        await pool.query('UPDATE posts SET words = words || $1 WHERE id = $2', ['!', post])
    })
    // Meanwhile the vault's owner changes the same records.
    const owner = async () => {
      for (let round = 0; round < 20; round += 1) {
        const id = await adapter.globalIdOf('posts', String((round % 5) + 1))
        const record = id === null ? null : await adapter.client.read(ename, id)
        if (id === null || record === null) continue
        const payload = { ...record.payload, seen: round }
        const draft = { id, ontology: POST, payload, acl: ['*'] }
        await adapter.client.update(ename, draft, record.hash)
      }
    }
    await Promise.all([...edits, owner()])
    await vi.waitUntil(async () => (await adapter.status()).outbox === 0, { timeout: 40_000 })

    for (let post = 1; post <= 5; post += 1) {
      const { rows } = await pool.query('SELECT words FROM posts WHERE id = $1', [post])
      const record = await adapter.client.read(
        ename,
        (await adapter.globalIdOf('posts', String(post))) ?? '',
      )
      expect(record?.payload.content).toBe(rows[0].words)
      expect(record?.payload.likedBy).toHaveLength(40)
    }
  },
)
