import { readMoment, writeMoment } from './dates.ts'
import { putAt } from './paths.ts'
import { isId } from './references.ts'
import type { MappedField, Mapping, Payload, Row } from './types.ts'

/** What a payload names, as the platform knows it. */
export interface LocalNames {
  /** The local id of a record's row; null where there is none any more. */
  localIdOf(table: string, globalId: string): string | null
}

/**
 * Makes columns of a payload: of the fields that it has, null where one is null. What is computed
 * leads back to nothing. A date that is none is null: payloads are written by anybody.
 */
export function fromGlobal(mapping: Mapping, payload: Payload, names: LocalNames): Row {
  const row: Record<string, unknown> = {}
  for (const field of mapping.fields) {
    if (field.kind === 'calculation' || !Object.hasOwn(payload, field.global)) continue
    const path = typeof field.path === 'string' ? field.path : field.path.path
    putAt(row, path, columnValue(field, payload[field.global], names))
  }
  return row
}

function columnValue(
  field: Exclude<MappedField, { kind: 'calculation' }>,
  value: unknown,
  names: LocalNames,
): unknown {
  if (value == null) return field.kind !== 'plain' && isListField(field) ? [] : null
  switch (field.kind) {
    case 'plain':
      return value
    case 'date': {
      const moment = readMoment(value)
      return moment === null ? null : writeMoment(moment, field.form)
    }
    case 'file':
      return field.path.isList ? listOf(value) : value
    case 'reference': {
      const idOf = (id: unknown) => (isId(id) ? names.localIdOf(field.table, String(id)) : null)
      if (!field.path.isList) return idOf(value)
      const ids = listOf(value)
        .map(idOf)
        .filter((id) => id !== null)
      const { item } = field.path
      return item === null ? ids : ids.map((id) => inItem(item, id))
    }
  }
}

function isListField(field: Exclude<MappedField, { kind: 'calculation' }>): boolean {
  return (field.kind === 'file' || field.kind === 'reference') && field.path.isList
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function inItem(path: string, id: string): Row {
  const made: Record<string, unknown> = {}
  putAt(made, path, id)
  return made
}
