import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { columnsOfField } from '../mapping/columns.ts'
import { fromGlobal } from '../mapping/from-global.ts'
import { columnOf, putAt, valueAt } from '../mapping/paths.ts'
import { toGlobal } from '../mapping/to-global.ts'
import type { Mapping, Payload, Row } from '../mapping/types.ts'

/** A sample as the mapping makes it, there and back. */
export interface Sides {
  readonly local: Row
  readonly global: Payload
  /** What comes back of where it began. */
  readonly back: Row | Payload
  /** Columns, or fields, that have a line in the mapping and do not come back as they were. */
  readonly lost: readonly string[]
  /** Those without a line. */
  readonly unmapped: readonly string[]
}

/** Both sides of a row. @throws MappingError */
export function sidesOfRow(mapping: Mapping, local: Row): Sides {
  const names = madeUpNames()
  const global = toGlobal(mapping, local, names)
  const back = fromGlobal(mapping, global, names)
  const mapped = new Set(mapping.fields.flatMap(columnsOfField))
  return { local, global, back, ...compared(local, back, mapped) }
}

/** Both sides of a payload. @throws MappingError */
export function sidesOfPayload(mapping: Mapping, global: Payload): Sides {
  const names = madeUpNames()
  const local = fromGlobal(mapping, global, names)
  const back = toGlobal(mapping, withAllColumns(mapping, local), names)
  const mapped = new Set(mapping.fields.map((field) => columnOf(field.global)))
  return { local, global, back, ...compared(global, back, mapped) }
}

/** A row has all its columns, whatever a payload says of them. */
function withAllColumns(mapping: Mapping, row: Row): Row {
  const full = structuredClone(row) as Record<string, unknown>
  for (const field of mapping.fields) {
    const paths = field.kind === 'calculation' ? field.expression.columns : [pathOf(field.path)]
    for (const path of paths) if (valueAt(full, path) === undefined) putAt(full, path, null)
  }
  return full
}

function pathOf(path: string | { readonly path: string }): string {
  return typeof path === 'string' ? path : path.path
}

function compared(before: Row, after: Row, mapped: ReadonlySet<string>) {
  const keys = Object.keys(before)
  const isSame = (key: string) => isDeepStrictEqual(textual(before[key]), textual(after[key]))
  return {
    lost: keys.filter((key) => mapped.has(key) && !isSame(key)),
    unmapped: keys.filter((key) => !mapped.has(key)),
  }
}

/** Ids are text on their way, and numbers again in a column of numbers. */
function textual(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (_, part) => (typeof part === 'number' ? String(part) : part)),
  )
}

/** Ids that nobody has, the same each time, and the way back from them. */
function madeUpNames() {
  const locals = new Map<string, string>()
  return {
    globalIdOf(table: string, id: string) {
      const made = madeUpId(table, id)
      locals.set(made, id)
      return made
    },
    localIdOf: (table: string, globalId: string) =>
      locals.get(globalId) ?? madeUpId(table, globalId),
    fileUriOf: (dataUri: string) => `w3ds://file?id=@owner/${madeUpId('file', dataUri)}`,
  }
}

function madeUpId(table: string, id: string): string {
  const hex = createHash('sha256').update(`${table} ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
