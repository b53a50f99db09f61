import { normaliseEName } from '../../w3id/ename.ts'
import { valueAt } from '../mapping/paths.ts'
import type { OwnerAlternative, Row } from '../mapping/types.ts'
import { first, quoted, type Work } from '../store/database.ts'
import type { MappedTable, Sync } from './sync.ts'

/** Whose vault a row belongs to: the first of the mapping's alternatives that says; null for none. */
export function* ownerOf(
  sync: Pick<Sync, 'tables'>,
  { mapping }: MappedTable,
  row: Row,
): Work<string | null> {
  for (const alternative of mapping.owner) {
    const found = yield* ownerBy(sync, alternative, row)
    if (typeof found === 'string' && found !== '') return normaliseEName(found)
  }
  return null
}

function* ownerBy(sync: Pick<Sync, 'tables'>, alternative: OwnerAlternative, row: Row) {
  const value = valueAt(row, alternative.path)
  if (alternative.kind === 'path') return value
  const { table, column } = alternative
  if (value === null || value === undefined) return null
  // The row of the other table itself, as some libraries of databases give it.
  if (typeof value === 'object') return valueAt(value as Row, column)
  const mapped = sync.tables.get(table)
  const other =
    mapped === undefined
      ? yield* first<Row>(`SELECT * FROM ${quoted(table)} WHERE id = ?`, String(value))
      : yield* mapped.rows.read(String(value))
  return other === null ? null : valueAt(other, column)
}

/** The column in which the rows of a table say whose vault they are in, null where another table does. */
export function ownerColumn({ mapping }: MappedTable): string | null {
  const direct = mapping.owner.find(({ kind }) => kind === 'path')
  return direct === undefined || direct.path.includes('.') ? null : direct.path
}
