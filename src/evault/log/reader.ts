import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import { type LogEntry, sequenceOf } from './chain.ts'
import { type LogFilter, logFilterSql } from './filter.ts'

/** A page of the operation log, newest first. Source: eVault seed, "/logs". */
export interface LogPage {
  readonly entries: readonly LogEntry[]
  /** For the page after this one; null on the last. */
  readonly nextCursor: string | null
}

export type LogReader = ReturnType<typeof createLogReader>

interface LogRow {
  readonly ename: string
  readonly at: string
  readonly sequence: number
  readonly id: string
  readonly meta_envelope_id: string
  readonly envelope_hash: string
  readonly operation: LogEntry['operation']
  readonly platform: string | null
  readonly caller: string
  readonly ontology: string
  readonly announce: boolean
  readonly hash: string
}

const columns = `ename, at, sequence, id, meta_envelope_id, envelope_hash, operation, platform,
  caller, ontology, announce, hash`

/** Ids are made so that the order of the chain, backwards, is the protocol's (`log/chain.ts`). */
const selectPage = (narrow: string) => `SELECT ${columns} FROM operation_log
  WHERE ename = $1 AND ($2::bigint IS NULL OR sequence < $2)${narrow}
  ORDER BY sequence DESC LIMIT $3`

const filters = {
  caller: 'caller = ?',
  callers: 'caller = ANY (?::text[])',
  ontology: 'ontology = ?',
  operation: 'operation = ?',
  record: 'meta_envelope_id = ?',
  since: 'at >= ?::timestamptz',
  until: 'at < ?::timestamptz',
}

const selectChain = `SELECT ${columns} FROM operation_log
  WHERE ename = $1 AND sequence > $2 ORDER BY sequence ASC LIMIT $3`

/** Reads the operation log. */
export function createLogReader(db: Database) {
  return {
    /** @throws RequestError `INVALID_PAGE` for a cursor that is none of ours, `INVALID_INPUT` */
    async page(
      { ename }: Grant<'read-log' | 'oversee'>,
      size: number,
      cursor: string | null,
      filter: LogFilter = {},
    ): Promise<LogPage> {
      const before = cursor === null ? null : readCursor(cursor)
      const values = [ename, before, size + 1]
      const text = selectPage(logFilterSql(filter, filters, values))
      const rows = await ask<LogRow>(db, text, values)
      const entries = rows.slice(0, size).map(readEntry)
      const last = rows.length > size ? entries.at(-1) : undefined
      return { entries, nextCursor: last ? `${last.at.toISOString()}|${last.id}` : null }
    },

    /** Entries in the order of the chain, behind this one. */
    async chain(ename: string, sequence: number, size: number): Promise<LogEntry[]> {
      const rows = await ask<LogRow>(db, selectChain, [ename, sequence, size])
      return rows.map(readEntry)
    },
  }
}

function readEntry(row: LogRow): LogEntry {
  const { ename, id, operation, platform, caller, ontology, announce, hash } = row
  return {
    ...{ ename, id, operation, platform, caller, ontology, announce, hash },
    at: new Date(row.at),
    sequence: Number(row.sequence),
    metaEnvelopeId: row.meta_envelope_id,
    envelopeHash: row.envelope_hash,
  }
}

/** The sequence to begin before. Source: protocol §4, "cursor `timestamp|id`". */
function readCursor(cursor: string): number {
  const [at = '', id = '', ...more] = cursor.split('|')
  const sequence = sequenceOf(id)
  if (more.length === 0 && sequence !== null && !Number.isNaN(Date.parse(at))) return sequence
  throw new RequestError('INVALID_PAGE', 'cursor: is none of this log.', 'cursor')
}
