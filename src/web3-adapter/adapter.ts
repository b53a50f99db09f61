import { setMaxListeners } from 'node:events'
import { normaliseEName } from '../w3id/ename.ts'
import type { Evidence, VaultClient } from './client/types.ts'
import { createVaultClient } from './client/vault-client.ts'
import { AdapterError } from './errors.ts'
import type { Mapping, Row } from './mapping/types.ts'
import type { RowAccessFactory } from './rows/row-access.ts'
import { sqlRows } from './rows/sql-rows.ts'
import type { AdapterDatabase } from './store/database.ts'
import { knownVaults, linkOfRecord, linkOfRow, saveLink } from './store/links.ts'
import {
  hurryOutbox,
  noteRecord,
  noteRow,
  outboxEntry,
  queueLengths,
  type Waiting,
  waiting,
} from './store/queues.ts'
import { createTables, keepSchema, schemaOf } from './store/schema.ts'
import { createLocks } from './sync/locks.ts'
import { createPuller } from './sync/pull.ts'
import { type AdapterLog, startPump } from './sync/pump.ts'
import { createPush } from './sync/push.ts'
import {
  type Applied,
  type Conflict,
  type MappedTable,
  type Missing,
  mappedTable,
  type Sync,
} from './sync/sync.ts'
import type { Packet } from './webhook/packet.ts'
import type { Webhook } from './webhook/types.ts'
import { createWebhook } from './webhook/webhook.ts'

export interface AdapterOptions {
  /** The platform's own base URL, as the registry knows it. */
  readonly platform: string
  /** Base URL of the registry. */
  readonly registry: string
  readonly database: AdapterDatabase
  readonly mappings: readonly Mapping[]
  /** How tables are read and written that are none of rows with columns. */
  readonly rows?: Readonly<Record<string, RowAccessFactory>>
  /** What the platform proves itself with, where the registry asks for that. */
  readonly evidence?: Evidence
  /** With which secret a vault signs what it sends, where its owner made one. */
  secretOf?(ename: string): string | undefined | Promise<string | undefined>
  /** Whose eNames may have the record of a new row (`*`: all). Everybody, unless this says less. */
  acl?(table: string, row: Row): readonly string[]
  /** A row for somebody whom a record names and who is not here; without one the record waits. */
  onMissing?(missing: Missing): Row | undefined
  /** What a field holds that both sides have changed. What the row says, unless this says otherwise. */
  onConflict?(conflict: Conflict): unknown
  /** The adapter has written a row. */
  onApplied?(applied: Applied): void
  readonly log?: AdapterLog
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}

/** What waits to be sent or read, and why. */
export interface AdapterStatus {
  readonly outbox: number
  readonly inbox: number
  /** At most 100 each way. */
  readonly problems: readonly Waiting[]
}

/** Keeps a platform's rows and the vaults of its people the same. */
export interface Web3Adapter extends AsyncDisposable {
  /** Answers `POST /api/webhook`. */
  readonly webhook: Pick<Webhook, 'fetch' | 'node'>
  /** For what the mappings do not say: files, records of other types. */
  readonly client: VaultClient
  /**
   * Somebody has logged in: the vault is asked to tell of changes, and its records are brought.
   * @throws VaultError where the vault can't be asked or its owner does not allow it
   */
  follow(ename: string): Promise<void>
  /**
   * Sends a row's change, and returns when its vault has it. The database tells the adapter of
   * changes by itself; this is for who wants to wait for one.
   * @throws VaultError, MappingError
   */
  handleChange(table: string, localId: string): Promise<void>
  /** Says which global id the row of a table without a mapping has. */
  identify(table: string, localId: string, globalId: string): Promise<void>
  globalIdOf(table: string, localId: string): Promise<string | null>
  localIdOf(table: string, globalId: string): Promise<string | null>
  status(): Promise<AdapterStatus>
}

const mostInInbox = 100_000
const nobodysId = '00000000-0000-0000-0000-000000000000'

/**
 * Opens the adapter on a platform's database: makes its own tables (`web3_…`) and triggers there,
 * and begins to work through what waits. One adapter a database.
 * @throws AdapterError where mappings and database do not fit
 */
export async function openAdapter(options: AdapterOptions): Promise<Web3Adapter> {
  const { database, log = silent } = options
  const closing = new AbortController()
  // Every call that is under way listens.
  setMaxListeners(0, closing.signal)
  const { platform, registry, evidence, fetch } = options
  const client = createVaultClient({
    platform,
    registry,
    signal: closing.signal,
    ...(evidence !== undefined && { evidence }),
    ...(fetch !== undefined && { fetch }),
  })
  const tables = await openTables(options)
  const sync: Sync = {
    database,
    client,
    tables,
    hooks: {
      acl: (table, row) => options.acl?.(table, row) ?? ['*'],
      onMissing: (missing) => options.onMissing?.(missing),
      onConflict: (conflict) =>
        options.onConflict === undefined ? conflict.local : options.onConflict(conflict),
      onApplied: (applied) => options.onApplied?.(applied),
    },
  }
  const locks = createLocks()
  const push = createPush(sync, locks)
  const puller = createPuller(sync, locks)
  const pump = startPump({ database, push, puller, log, signal: closing.signal, now: Date.now })
  const bySchema = new Map([...tables.values()].map(({ mapping }) => [mapping.schemaId, mapping]))

  async function receive({ id, w3id, schemaId }: Packet): Promise<void> {
    const mapping = bySchema.get(schemaId)
    if (mapping === undefined) return
    await database.transact(function* () {
      const { inbox } = yield* queueLengths()
      if (inbox >= mostInInbox) throw new AdapterError('Too much waits to be read.')
      yield* noteRecord(id, normaliseEName(w3id), mapping.tableName)
    })
    pump.wake()
  }

  async function follow(ename: string): Promise<void> {
    const ontologies = [...bySchema.keys()]
    // Whether this platform is let in at all: beside GraphQL vaults say no code.
    await client.read(ename, nobodysId)
    await client.subscribe(ename, { byReference: true, deletions: true, ontologies })
    await puller.pullAll(ename)
  }

  /** What happened while nobody was here: vaults try less and less often to tell of it. */
  async function catchUp(): Promise<void> {
    for (const ename of await database.transact(knownVaults)) {
      if (closing.signal.aborted) return
      await follow(ename).catch((error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error)
        log.debug({ ename, problem }, 'a vault can’t be followed')
      })
    }
  }
  const caughtUp = catchUp().catch((error: unknown) => {
    log.warn({ problem: String(error) }, 'the database can’t be asked')
  })

  return {
    client,
    webhook: createWebhook({
      onPacket: receive,
      ...(options.secretOf !== undefined && { secretOf: options.secretOf }),
      log: (line) => log.warn({}, line),
    }),
    async follow(ename) {
      const name = normaliseEName(ename)
      await follow(name)
      await database.transact(hurryOutbox)
      pump.wake()
    },
    async handleChange(table, localId) {
      mappedTable(sync, table)
      const entry = await database.transact(function* () {
        yield* noteRow(table, localId)
        return yield* outboxEntry(table, localId)
      })
      if (entry !== null) await push(entry)
    },
    async identify(table, localId, globalId) {
      if (tables.has(table)) {
        throw new AdapterError(`“${table}” has a mapping: its ids are those of its records.`)
      }
      const link = { table, localId, globalId, ename: null, base: null, view: null, gone: false }
      await database.transact(() => saveLink(link))
      pump.wake()
    },
    async globalIdOf(table, localId) {
      return (await database.transact(() => linkOfRow(table, localId)))?.globalId ?? null
    },
    async localIdOf(table, globalId) {
      const link = await database.transact(() => linkOfRecord(table, globalId))
      return link === null || link.gone ? null : link.localId
    },
    async status() {
      return database.transact(function* () {
        return { ...(yield* queueLengths()), problems: yield* waiting() }
      })
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      await caughtUp
      await pump[Symbol.asyncDispose]()
    },
  }
}

const silent: AdapterLog = { debug: () => {}, warn: () => {} }

async function openTables({ database, mappings, rows }: AdapterOptions) {
  const tables = new Map<string, MappedTable>()
  for (const mapping of mappings) {
    const { tableName } = mapping
    if (tables.has(tableName)) throw new AdapterError(`“${tableName}” has two mappings.`)
    const open = rows?.[tableName] ?? sqlRows
    tables.set(tableName, { mapping, rows: open(mapping, database.dialect) })
  }
  const unknown = Object.keys(rows ?? {}).find((table) => !tables.has(table))
  if (unknown !== undefined)
    throw new AdapterError(`“rows” names “${unknown}”, which has no mapping.`)
  await database.transact(function* () {
    yield* createTables()
    for (const { mapping, rows: access } of tables.values()) {
      const before = yield* schemaOf(mapping.tableName)
      if (before !== null && before !== mapping.schemaId) {
        throw new AdapterError(
          `“${mapping.tableName}” was of the type ${before}, and its rows are records of that type. ` +
            'Give a table of its own to the new type.',
        )
      }
      yield* access.prepare(before === null)
      if (before === null) yield* keepSchema(mapping.tableName, mapping.schemaId)
    }
  })
  return tables
}
