import { t } from '@lingui/core/macro'
import { v5 as uuidV5 } from 'uuid'
import type { BulkMetaEnvelopeInput } from '../../graphql/documents.generated.ts'
import type { RecordSchema } from '../records/record-schema.ts'
import type { SourceFile, SourceRow } from './import-file.ts'

/** What a column's texts become. Values from JSON stay what they are. */
export type ColumnKind = 'text' | 'number' | 'boolean' | 'json'

/** Where a column goes; null leaves it out. */
export interface ColumnTarget {
  readonly column: string
  readonly field: string | null
  readonly kind: ColumnKind
}

/** How a file becomes records. */
export interface ImportPlan {
  /** The type of all of them, or null where the file says it. */
  readonly ontology: string | null
  /** Who may see them, or null where the file says it. */
  readonly acl: readonly string[] | null
  readonly columns: readonly ColumnTarget[]
}

/** A record that is ready, or what is wrong with its line. */
export type Planned =
  | { readonly line: number; readonly input: BulkMetaEnvelopeInput & { readonly id: string } }
  | { readonly line: number; readonly problem: string }

/** Any fixed UUID would do: it keeps our ids apart from those others derive. */
const NAMESPACE = '6f2d9c2a-8a57-4c0e-9d53-3a0f5f1f0a77'
const OWN = new Set(['id', 'ontology', 'acl', 'createdAt'])
/** How many rows tell the kind of a column. */
const SAMPLE = 100

/** Where the columns go unless the owner says otherwise: to the field of their name. */
export function proposedColumns(
  file: SourceFile,
  schema: RecordSchema | null | undefined,
): ColumnTarget[] {
  return file.columns.map((column) => {
    if (file.isExport && OWN.has(column)) return { column, field: null, kind: 'text' }
    const field = file.isExport ? column.replace(/^payload\./, '') : column
    const texts = file.rows.slice(0, SAMPLE).map(({ values }) => String(values?.[column] ?? ''))
    const filled = texts.filter((text) => text !== '')
    return { column, field, kind: kindFrom(schema, field) ?? guessedKind(filled) }
  })
}

/** Turns the rows of a file into records, one by one. Pure. */
export function* planned(file: SourceFile, plan: ImportPlan): Generator<Planned> {
  const seen = new Map<string, number>()
  for (const row of file.rows) {
    const { line } = row
    try {
      const input = inputOf(row, file, plan)
      const id = input.id ?? stableId(input, seen)
      yield { line, input: { ...input, id } }
    } catch (error) {
      yield { line, problem: error instanceof Error ? error.message : String(error) }
    }
  }
}

function inputOf({ values, problem }: SourceRow, file: SourceFile, plan: ImportPlan) {
  if (values === null) throw new Error(problem ?? t`This line can’t be read.`)
  const own = file.isExport ? values : {}
  const ontology = plan.ontology ?? own.ontology
  if (typeof ontology !== 'string' || ontology === '') throw new Error(t`It has no type.`)
  const payload =
    file.format === 'table'
      ? tablePayload(values, plan.columns)
      : file.isExport
        ? values.payload
        : jsonPayload(values, plan.columns)
  const acl = plan.acl ?? aclFrom(own.acl)
  const id = typeof own.id === 'string' && own.id !== '' ? own.id : null
  return { id, ontology, payload, acl: [...acl] }
}

function tablePayload(values: Readonly<Record<string, unknown>>, columns: readonly ColumnTarget[]) {
  const entries = columns.flatMap(({ column, field, kind }) => {
    const text = String(values[column] ?? '')
    // An empty cell is a field the record does not have.
    return field === null || text === '' ? [] : [[field, cellValue(text, kind, column)]]
  })
  return Object.fromEntries(entries)
}

function jsonPayload(values: Readonly<Record<string, unknown>>, columns: readonly ColumnTarget[]) {
  const fields = new Map(columns.map(({ column, field }) => [column, field]))
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const field = fields.get(name)
    return field === null || field === undefined ? [] : [[field, value]]
  })
  return Object.fromEntries(entries)
}

function cellValue(text: string, kind: ColumnKind, column: string): unknown {
  const start = text.slice(0, 40)
  switch (kind) {
    case 'text':
      return text
    case 'number': {
      const number = Number(text.trim())
      if (text.trim() === '' || !Number.isFinite(number)) {
        throw new Error(t`${column}: “${start}” is not a number.`)
      }
      return number
    }
    case 'boolean':
      if (!/^(true|false)$/i.test(text.trim())) {
        throw new Error(t`${column}: “${start}” is neither true nor false.`)
      }
      return text.trim().toLowerCase() === 'true'
    case 'json':
      try {
        return JSON.parse(text)
      } catch {
        throw new Error(t`${column}: “${start}” is not JSON.`)
      }
  }
}

function aclFrom(acl: unknown): string[] {
  const names = typeof acl === 'string' ? acl.split(' ') : acl
  if (!Array.isArray(names)) throw new Error(t`It does not say who may see it.`)
  return names.map(String).filter((name) => name !== '')
}

/** The same content has the same id each time, so that nothing is imported twice. */
function stableId(input: { ontology: string; payload: unknown }, seen: Map<string, number>) {
  const content = JSON.stringify([input.ontology, input.payload])
  const key = uuidV5(content, NAMESPACE)
  const count = seen.get(key) ?? 0
  seen.set(key, count + 1)
  return count === 0 ? key : uuidV5(`${key} ${count}`, NAMESPACE)
}

function kindFrom(schema: RecordSchema | null | undefined, field: string): ColumnKind | null {
  switch (schema?.properties?.[field]?.type) {
    case 'string':
      return 'text'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
    case 'object':
      return 'json'
    default:
      return null
  }
}

/** What JSON would make of all the texts; text where that is in doubt, as with `007`. */
function guessedKind(texts: readonly string[]): ColumnKind {
  const all = (pattern: RegExp) => texts.length > 0 && texts.every((text) => pattern.test(text))
  if (all(/^-?(0|[1-9]\d{0,14})(\.\d+)?$/)) return 'number'
  if (all(/^(true|false)$/)) return 'boolean'
  return all(/^(\[.*\]|\{.*\})$/s) ? 'json' : 'text'
}
