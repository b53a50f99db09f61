import type { VaultRecord } from '../client/types.ts'
import type { Work } from '../store/database.ts'
import { linkOfRecord, recordsOfVault } from '../store/links.ts'
import { type InboxEntry, noteRecord, recordIsRead } from '../store/queues.ts'
import { type Arrival, applyRecord } from './apply.ts'
import type { Locks } from './locks.ts'
import { isSame } from './merge.ts'
import { MissingError } from './problems.ts'
import { type MappedTable, mappedTable, type Sync } from './sync.ts'

/** Where records become rows. */
export interface Puller {
  /**
   * Reads a record in its vault, and writes its row. The first time somebody is missing whom the
   * record names, their record is looked for in the same vault.
   * @throws VaultError, MappingError, MissingError, RefusedError
   */
  pull(entry: InboxEntry): Promise<void>
  /** Brings all records of a vault that are mapped, and takes away what is not there any more. */
  pullAll(ename: string): Promise<void>
}

export function createPuller(sync: Sync, locks: Locks): Puller {
  async function apply(mapped: MappedTable, arrival: Arrival, entry: InboxEntry): Promise<void> {
    const reading = { ename: entry.ename, mayInvent: entry.attempts > 0 }
    const applied = await sync.database.transact(function* () {
      const made = yield* applyRecord(sync, mapped, arrival, reading)
      yield* recordIsRead(entry)
      return made
    })
    if (applied !== null) sync.hooks.onApplied(applied)
  }

  async function pull(entry: InboxEntry): Promise<void> {
    const mapped = mappedTable(sync, entry.table)
    await locks.hold(entry.globalId, async () => {
      const record = await sync.client.read(entry.ename, entry.globalId)
      const isOther = record !== null && record.ontology !== mapped.mapping.schemaId
      await apply(mapped, { globalId: entry.globalId, record: isOther ? null : record }, entry)
    })
  }

  /** What is listed may be old by now: what is known here already is read anew if it differs. */
  async function bring(mapped: MappedTable, record: VaultRecord, ename: string): Promise<void> {
    const { tableName: table } = mapped.mapping
    await locks.hold(record.id, async () => {
      const applied = await sync.database.transact(function* () {
        const link = yield* linkOfRecord(table, record.id)
        if (link !== null && isSame(link.base, record.payload)) return null
        if (link?.base == null) {
          try {
            return yield* applyRecord(sync, mapped, arrivalOf(record), { ename, mayInvent: false })
          } catch (error) {
            if (!(error instanceof MissingError)) throw error
          }
        }
        yield* noteRecord(record.id, ename, table)
        return null
      })
      if (applied !== null) sync.hooks.onApplied(applied)
    })
  }

  return {
    async pull(entry) {
      try {
        await pull(entry)
      } catch (error) {
        if (error instanceof MissingError && entry.attempts === 0) {
          await sync.database.transact(() => lookFor(sync, error, entry))
        }
        throw error
      }
    },
    async pullAll(ename) {
      for (const mapped of peopleFirst(sync)) {
        const { tableName, schemaId } = mapped.mapping
        const before = await sync.database.transact(() => recordsOfVault(tableName, ename))
        const missing = new Set(before)
        for await (const record of sync.client.list(ename, schemaId)) {
          missing.delete(record.id)
          await bring(mapped, record, ename)
        }
        await sync.database.transact(function* () {
          for (const id of missing) yield* noteRecord(id, ename, tableName)
        })
      }
    },
  }
}

function arrivalOf(record: VaultRecord): Arrival {
  return { globalId: record.id, record }
}

/** Those whose rows others name come before them. */
function peopleFirst(sync: Sync): readonly MappedTable[] {
  const isNamed = ({ mapping }: MappedTable) => mapping.owner.some(({ kind }) => kind === 'path')
  const tables = [...sync.tables.values()]
  return [...tables.filter(isNamed), ...tables.filter((mapped) => !isNamed(mapped))]
}

function* lookFor(sync: Sync, { reference }: MissingError, { ename }: InboxEntry): Work<void> {
  const { id, table } = reference
  if (sync.tables.has(table) && !id.startsWith('@')) yield* noteRecord(id, ename, table)
}
