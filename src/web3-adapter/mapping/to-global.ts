import { columnsOfField } from './columns.ts'
import { readMoment } from './dates.ts'
import { MappingError } from './errors.ts'
import { valueAt } from './paths.ts'
import { isDataUri, isId } from './references.ts'
import type { ListPath, MappedField, Mapping, Payload, Row } from './types.ts'

/** What a row names, as others know it. */
export interface GlobalNames {
  /** The global id of a row of a table; null where it has none. */
  globalIdOf(table: string, id: string): string | null
  /** Where a file is that the row holds as a `data:` URI. */
  fileUriOf(dataUri: string): string
}

/**
 * Makes the payload of a row: every mapped field, null where the row says nothing.
 * @throws MappingError for a column that the row does not have, and a date that is none
 */
export function toGlobal(mapping: Mapping, row: Row, names: GlobalNames): Payload {
  const payload: Record<string, unknown> = {}
  for (const field of mapping.fields) {
    for (const column of columnsOfField(field)) {
      if (!Object.hasOwn(row, column)) {
        throw new MappingError(mapping.tableName, `the row has no “${column}”`)
      }
    }
    payload[field.global] = valueOfField(mapping, field, row, names) ?? null
  }
  return payload
}

function valueOfField(mapping: Mapping, field: MappedField, row: Row, names: GlobalNames): unknown {
  switch (field.kind) {
    case 'plain':
      return valueAt(row, field.path)
    case 'calculation':
      return field.expression.compute(row)
    case 'date':
      return isoMoment(mapping, field.path, valueAt(row, field.path))
    case 'file':
      return each(row, field.path, (value) => (isDataUri(value) ? names.fileUriOf(value) : value))
    case 'reference':
      return each(row, field.path, (value) =>
        isId(value) ? names.globalIdOf(field.table, String(value)) : null,
      )
  }
}

function isoMoment({ tableName }: Mapping, path: string, value: unknown): string | null {
  if (value == null) return null
  const moment = readMoment(value)
  if (moment === null) throw new MappingError(`${tableName} › ${path}`, 'this is no date')
  return new Date(moment).toISOString()
}

/** One value, or those of a list without what is nothing. */
function each(
  row: Row,
  { path, isList, item }: ListPath,
  map: (value: unknown) => unknown,
): unknown {
  const value = valueAt(row, path)
  if (!isList || value == null) return value == null ? null : map(value)
  const list = Array.isArray(value) ? value : [value]
  return list
    .map((one) => map(item === null || one == null ? one : valueAt(one as Row, item)))
    .filter((one) => one != null)
}
