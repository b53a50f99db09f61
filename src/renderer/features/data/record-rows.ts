import type { RecordChange } from '../../graphql/change-stream.ts'
import type { RecordRowFragment } from '../../graphql/documents.generated.ts'
import { type RowValues, rowValues } from './row-values.ts'
import { type Summary, summarise } from './summary.ts'

/** A record as the list shows it: of its payload, which may be large, only what it shows. */
export interface Row {
  readonly id: string
  readonly ontology: string
  readonly summary: Summary
  /** What the columns of its type show. */
  readonly values: RowValues
  readonly acl: readonly string[]
  readonly createdAt: string
  /** When it came in while the list was open; milliseconds since the epoch. */
  readonly arrivedAt?: number
}

/** The part of the vault's records that a list holds. */
export interface Extent {
  /** The type listed, or null for all. */
  readonly ontology: string | null
  /** The vault holds records older than the last row. */
  readonly hasOlder: boolean
  /** Which records belong to it only the vault can tell: nothing is added here. */
  readonly isFiltered: boolean
  /** What is searched for, so that the row shows where it was found. */
  readonly search: string
}

/** The list's row of a record; its summary shows where `search` was found. */
export function rowOf(record: RecordRowFragment, search = ''): Row {
  const { id, ontology, acl, createdAt, brief } = record
  const summary = summarise(brief, search)
  return { id, ontology, acl, createdAt, summary, values: rowValues(brief) }
}

/** Rows, newest first, after changes that may already be part of them. */
export function applyChanges(
  rows: readonly Row[],
  changes: readonly RecordChange[],
  extent: Extent,
  now: number,
): readonly Row[] {
  const next = [...rows]
  for (const { id, kind, ontology, metaEnvelope } of changes) {
    const at = next.findIndex((row) => row.id === id)
    const isListed = extent.ontology === null || ontology === extent.ontology
    if (kind === 'DELETED' || !metaEnvelope || !isListed) {
      if (at >= 0) next.splice(at, 1)
    } else if (at >= 0) {
      next[at] = { ...next[at], ...rowOf(metaEnvelope, extent.search) }
    } else if (!extent.isFiltered) {
      insert(next, { ...rowOf(metaEnvelope), arrivedAt: now }, extent)
    }
  }
  return next
}

function insert(rows: Row[], row: Row, { hasOlder }: Extent): void {
  const at = rows.findIndex((other) => isNewer(row, other))
  if (at >= 0) rows.splice(at, 0, row)
  // Otherwise it is older than all that was loaded, and comes with its page.
  else if (!hasOlder) rows.push(row)
}

function isNewer(a: Row, b: Row): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt
}
