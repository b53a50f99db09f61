import { valueAt } from './paths.ts'
import type { ListPath, Mapping, Payload, Reference, ReferenceField, Row } from './types.ts'

/** The rows of other tables that a row names, by local id. */
export function referencesOfRow(mapping: Mapping, row: Row): Reference[] {
  return referenceFields(mapping).flatMap(({ table, path }) =>
    itemsAt(row, path).map((id) => ({ table, id: String(id) })),
  )
}

/** The records that a payload names, by global id. */
export function referencesOfPayload(mapping: Mapping, payload: Payload): Reference[] {
  return referenceFields(mapping).flatMap(({ table, path, global }) => {
    const value = Object.hasOwn(payload, global) ? payload[global] : null
    const ids = path.isList && Array.isArray(value) ? value : [value]
    return ids.filter(isId).map((id) => ({ table, id: String(id) }))
  })
}

/** The files that a row holds itself, as `data:` URIs. */
export function filesOfRow(mapping: Mapping, row: Row): string[] {
  return mapping.fields.flatMap((field) =>
    field.kind === 'file' ? itemsAt(row, field.path).filter(isDataUri) : [],
  )
}

export function isDataUri(value: unknown): value is string {
  return typeof value === 'string' && /^data:[^,]*,/i.test(value)
}

/** What can name a row or record: a text that is not empty, or a number. */
export function isId(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}

/** What stands at a path, in each item for a list; nulls are left out. */
function itemsAt(row: Row, { path, isList, item }: ListPath): unknown[] {
  const value = valueAt(row, path)
  if (!isList) return value == null ? [] : [value]
  if (!Array.isArray(value)) return []
  const items = item === null ? value : value.map((each) => valueAt(asRow(each), item))
  return items.filter((each) => each != null)
}

function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {}
}

function referenceFields({ fields }: Mapping): ReferenceField[] {
  return fields.filter((field) => field.kind === 'reference')
}
