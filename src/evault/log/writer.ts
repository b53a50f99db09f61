import { type Caller, describeCaller } from '../access/caller.ts'
import { arrayLiteral, ask, plainArrayLiteral, type Transaction } from '../db/database.ts'
import type { Standings } from '../migration/standings.ts'
import { chainEntry, type LogEntry, type LogEvent, type LogHead, noEntry } from './chain.ts'

/** Ends of the chains, as committed. */
export type LogHeads = Map<string, LogHead>

/** Writes the operation log, inside one transaction. */
export interface LogWriter {
  /** @throws RequestError for a vault that is on its way, or gone: every change of a record comes here */
  append(event: Omit<LogEvent, 'platform' | 'caller'>, caller: Caller): void
  /** Chains and stores what was appended: the last thing a transaction does. */
  flush(): Promise<void>
  /** The new ends, to be kept once the transaction is committed. */
  readonly heads: LogHeads
}

const selectHead = `
  SELECT sequence, hash, at FROM operation_log
  WHERE ename = $1 ORDER BY sequence DESC LIMIT 1`

/** Entries of one vault that differ in what stands in the arrays, and in nothing else. */
const insertEntries = `
  INSERT INTO operation_log (ename, operation, platform, caller, announce, at, sequence, id,
    ontology, meta_envelope_id, envelope_hash, hash)
  SELECT $1, $2, $3, $4, $5::boolean, item.*
  FROM unnest($6::timestamptz[], $7::bigint[], $8::uuid[], $9::text[], $10::text[], $11::text[],
    $12::text[]) AS item`

export function createLogWriter(
  tx: Transaction,
  committed: LogHeads,
  standings: Pick<Standings, 'refuseWrite'>,
): LogWriter {
  const heads: LogHeads = new Map()
  const events: LogEvent[] = []

  return {
    heads,
    append(event, caller) {
      standings.refuseWrite(event.ename, caller)
      const platform = caller.kind === 'platform' ? caller.platform : null
      events.push({ ...event, platform, caller: describeCaller(caller) })
    },
    async flush() {
      if (events.length === 0) return
      const entries: LogEntry[] = []
      // One after the other: each covers the one before.
      for (const event of events.splice(0)) {
        const { ename } = event
        const head = heads.get(ename) ?? committed.get(ename) ?? (await readHead(tx, ename))
        const entry = chainEntry(head, event, new Date())
        heads.set(ename, entry)
        entries.push(entry)
      }
      for (const alike of inGroups(entries)) await ask(tx, insertEntries, columns(alike))
    },
  }
}

/** The end of a vault's chain in the database. */
async function readHead(db: Pick<Transaction, '_'>, ename: string): Promise<LogHead> {
  const [row] = await ask<{ sequence: number; hash: string; at: string }>(db, selectHead, [ename])
  if (row === undefined) return noEntry
  return { sequence: Number(row.sequence), hash: row.hash, at: new Date(row.at) }
}

/** Entries that one statement can hold: most transactions have one kind. */
function inGroups(entries: readonly LogEntry[]): Iterable<[LogEntry, ...LogEntry[]]> {
  const groups = new Map<string, [LogEntry, ...LogEntry[]]>()
  for (const entry of entries) {
    const { ename, operation, platform, caller, announce } = entry
    const kind = [ename, operation, platform ?? '', caller, announce].join('\n')
    const group = groups.get(kind)
    if (group === undefined) groups.set(kind, [entry])
    else group.push(entry)
  }
  return groups.values()
}

function columns(entries: readonly [LogEntry, ...LogEntry[]]): unknown[] {
  const [{ ename, operation, platform, caller, announce }] = entries
  const plain = (value: (entry: LogEntry) => string | number) =>
    plainArrayLiteral(entries.map(value))
  return [
    ...[ename, operation, platform, caller, announce],
    plain(({ at }) => at.toISOString()),
    plain(({ sequence }) => sequence),
    plain(({ id }) => id),
    arrayLiteral(entries.map(({ ontology }) => ontology)),
    arrayLiteral(entries.map(({ metaEnvelopeId }) => metaEnvelopeId)),
    plain(({ envelopeHash }) => envelopeHash),
    plain(({ hash }) => hash),
  ]
}
