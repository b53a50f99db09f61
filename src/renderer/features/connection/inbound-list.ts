import type { InboundNews } from '../../graphql/change-stream.ts'
import type { InboundFieldsFragment } from '../../graphql/documents.generated.ts'

/** A request from outside. Its id is its own also after the vault has begun to count anew. */
export type InboundRow = InboundFieldsFragment

export interface InboundList {
  /** Newest first. */
  readonly rows: readonly InboundRow[]
  /** How many came too fast to be told of each. */
  readonly leftOut: number
}

/** As many as the vault remembers. */
export const MOST_ROWS = 500

export const emptyList: InboundList = { rows: [], leftOut: 0 }

/** The list with the requests that the vault remembers. */
export function withRead(list: InboundList, read: readonly InboundFieldsFragment[]): InboundList {
  return { ...list, rows: merged(list.rows, read) }
}

/** The list with those that have just come in. */
export function withNews(list: InboundList, { requests, leftOut }: InboundNews): InboundList {
  return { rows: merged(list.rows, requests), leftOut: list.leftOut + leftOut }
}

function merged(
  rows: readonly InboundRow[],
  more: readonly InboundFieldsFragment[],
): readonly InboundRow[] {
  const known = new Set(rows.map(({ id }) => id))
  const fresh = more.map(ownId).filter(({ id }) => !known.has(id))
  if (fresh.length === 0) return rows
  return [...rows, ...fresh].sort(newestFirst).slice(0, MOST_ROWS)
}

function ownId(request: InboundFieldsFragment): InboundRow {
  return { ...request, id: `${request.id}-${Date.parse(request.timestamp)}` }
}

function newestFirst(a: InboundRow, b: InboundRow): number {
  const later = Date.parse(b.timestamp) - Date.parse(a.timestamp)
  return later || Number.parseInt(b.id, 10) - Number.parseInt(a.id, 10)
}
