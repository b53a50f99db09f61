import { arrayLiteral, ask, type Transaction } from '../db/database.ts'
import { chainEntry, type LogEntry, type LogEvent, type LogHead, noEntry } from './chain.ts'

/** Ends of the chains, as committed. */
export type LogHeads = Map<string, LogHead>

/** Writes the operation log, inside one transaction. */
export interface LogWriter {
  append(event: LogEvent): void
  /** Chains and stores what was appended: the last thing a transaction does. */
  flush(): Promise<void>
  /** The new ends, to be kept once the transaction is committed. */
  readonly heads: LogHeads
}

const selectHead = `
  SELECT sequence, hash, at FROM operation_log
  WHERE ename = $1 ORDER BY sequence DESC LIMIT 1`

const insertEntries = `
  INSERT INTO operation_log (ename, at, sequence, id, meta_envelope_id, envelope_hash, operation,
    platform, caller, ontology, announce, hash)
  SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::uuid[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[], $12::text[])`

export function createLogWriter(tx: Transaction, committed: LogHeads): LogWriter {
  const heads: LogHeads = new Map()
  const events: LogEvent[] = []

  async function chain(event: LogEvent): Promise<LogEntry> {
    const { ename } = event
    const head = heads.get(ename) ?? committed.get(ename) ?? (await readHead(tx, ename))
    const entry = chainEntry(head, event, new Date())
    heads.set(ename, entry)
    return entry
  }

  return {
    heads,
    append: (event) => void events.push(event),
    async flush() {
      if (events.length === 0) return
      const entries: LogEntry[] = []
      // One after the other: each covers the one before.
      for (const event of events.splice(0)) entries.push(await chain(event))
      await ask(tx, insertEntries, columns(entries))
    },
  }
}

/** The end of a vault's chain in the database. */
async function readHead(db: Pick<Transaction, '_'>, ename: string): Promise<LogHead> {
  const [row] = await ask<{ sequence: number; hash: string; at: string }>(db, selectHead, [ename])
  if (row === undefined) return noEntry
  return { sequence: Number(row.sequence), hash: row.hash, at: new Date(row.at) }
}

function columns(entries: readonly LogEntry[]): string[] {
  const column = (value: (entry: LogEntry) => string) => arrayLiteral(entries.map(value))
  return [
    column(({ ename }) => ename),
    column(({ at }) => at.toISOString()),
    column(({ sequence }) => String(sequence)),
    column(({ id }) => id),
    column(({ metaEnvelopeId }) => metaEnvelopeId),
    column(({ envelopeHash }) => envelopeHash),
    column(({ operation }) => operation),
    nullable(entries.map(({ platform }) => platform)),
    column(({ caller }) => caller),
    column(({ ontology }) => ontology),
    column(({ announce }) => String(announce)),
    column(({ hash }) => hash),
  ]
}

/** An array literal in which null is NULL: quoted texts are never taken for it. */
function nullable(values: readonly (string | null)[]): string {
  const items = values.map((value) =>
    value === null ? 'NULL' : arrayLiteral([value]).slice(1, -1),
  )
  return `{${items.join(',')}}`
}
