import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import { vi } from 'vitest'
import {
  type AdapterOptions,
  documentRows,
  openAdapter,
  parseMapping,
  pgliteDatabase,
  sqliteDatabase,
  type Web3Adapter,
} from '../../src/web3-adapter/index.ts'
import { call } from './call.ts'
import { notesMappings, notesSchema, POST, USER } from './sync-platforms-mappings.ts'
import type { TestVault } from './test-vault.ts'

type Hooks = Partial<AdapterOptions>

/** A platform on this computer: its database, its webhook, and the adapter between. */
export interface SyncPlatform<D> extends AsyncDisposable {
  readonly url: string
  readonly db: D
  readonly adapter: Web3Adapter
  /** Ends the adapter and the server; the database stays. */
  stop(): Promise<void>
  /** Starts them again at the same address. */
  start(): Promise<void>
  /** Resolves when nothing waits to be sent or read, for longer than a delivery takes. */
  idle(): Promise<void>
}

export async function listen(server: Server, port = 0): Promise<number> {
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** Tells the registry of the vault that webhooks go to this platform. */
export async function listPlatform(vault: TestVault, url: string): Promise<void> {
  const { url: registry, secret } = vault.vault.registry
  const { status } = await call(`${registry}/platforms`, {
    body: { url },
    headers: { authorization: `Bearer ${secret}` },
  })
  if (status !== 201) throw new Error(`the registry answered ${status}`)
}

interface Parts<D> {
  readonly db: D
  readonly vault: TestVault
  readonly close: () => Promise<void> | void
  readonly options: Omit<AdapterOptions, 'platform' | 'registry'>
}

async function startPlatform<D>({ db, vault, close, options }: Parts<D>): Promise<SyncPlatform<D>> {
  let adapter: Web3Adapter | null = null
  let server: Server | null = null
  let port = 0
  const running = () => {
    if (adapter === null) throw new Error('the platform is not running')
    return adapter
  }
  async function stop() {
    server?.closeAllConnections()
    server?.close()
    server = null
    await adapter?.[Symbol.asyncDispose]()
    adapter = null
  }
  async function start() {
    const opened = createServer((request, response) => {
      void running().webhook.node(request, response)
    })
    port = await listen(opened, port)
    server = opened
    adapter = await openAdapter({
      platform: `http://127.0.0.1:${port}`,
      registry: vault.vault.registry.url,
      ...options,
    })
  }
  await start()
  await listPlatform(vault, `http://127.0.0.1:${port}`)
  return {
    url: `http://127.0.0.1:${port}`,
    db,
    get adapter() {
      return running()
    },
    stop,
    start,
    idle: () =>
      vi.waitUntil(
        async () => {
          const { outbox, inbox } = await running().status()
          return outbox + inbox === 0
        },
        { timeout: 30_000, interval: 50 },
      ) as unknown as Promise<void>,
    async [Symbol.asyncDispose]() {
      await stop()
      await close()
    },
  }
}

/** Notes in SQLite, in columns of other names, with unix times. */
export function openNotes(
  vault: TestVault,
  hooks: Hooks = {},
): Promise<SyncPlatform<Database.Database>> {
  const db = new Database(':memory:')
  db.exec('PRAGMA foreign_keys = ON')
  db.exec(notesSchema)
  return startPlatform({
    db,
    vault,
    close: () => void db.close(),
    options: {
      database: sqliteDatabase(db),
      mappings: notesMappings,
      onMissing: ({ table, globalId }) =>
        table === 'people' ? { handle: globalId.slice(0, 8) } : undefined,
      ...hooks,
    },
  })
}

const shotsMappings = [
  parseMapping(
    {
      tableName: 'persons',
      schemaId: USER,
      ownerEnamePath: 'ename',
      localToUniversalMap: {
        nick: 'username',
        'name.shown': 'displayName',
        since: '__date(since),createdAt',
      },
    },
    'persons.json',
  ),
  parseMapping(
    {
      tableName: 'shots',
      schemaId: POST,
      ownerEnamePath: 'persons(by.ename)',
      localToUniversalMap: {
        caption: 'content',
        by: 'persons(by),authorId',
        on: 'shots(on),parentPostId',
        images: '__file(images[]),mediaUrls',
        hearts: 'persons(hearts[]),likedBy',
        taken: '__date(taken),createdAt',
      },
    },
    'shots.json',
  ),
]

/** Photos as documents in Postgres. */
export async function openShots(
  vault: TestVault,
  hooks: Hooks = {},
): Promise<SyncPlatform<PGlite>> {
  const db = await PGlite.create()
  await db.exec(`CREATE TABLE persons (id text PRIMARY KEY, doc jsonb NOT NULL);
    CREATE TABLE shots (id text PRIMARY KEY, doc jsonb NOT NULL)`)
  return startPlatform({
    db,
    vault,
    close: () => db.close(),
    options: {
      database: pgliteDatabase(db),
      mappings: shotsMappings,
      rows: {
        persons: documentRows({ table: 'persons', column: 'doc' }),
        shots: documentRows({ table: 'shots', column: 'doc' }),
      },
      onMissing: ({ table, globalId }) =>
        table === 'persons' ? { nick: globalId.slice(0, 8), name: {}, since: null } : undefined,
      ...hooks,
    },
  })
}
