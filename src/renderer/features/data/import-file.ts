import { t } from '@lingui/core/macro'
import { csvRows, separatorOf } from './csv.ts'

/** How the names of files end that hold records. */
export const importedEndings: readonly string[] = ['.json', '.ndjson', '.jsonl', '.csv', '.tsv']

/** Whether a file's name says that it may hold records. */
export function isImportedName(name: string): boolean {
  return importedEndings.some((ending) => name.toLowerCase().endsWith(ending))
}

/** One record of a file: its columns or fields, and the line it begins in (from 1). */
export interface SourceRow {
  readonly line: number
  /** Texts from a table, JSON values from JSON; null where the line could not be read. */
  readonly values: Readonly<Record<string, unknown>> | null
  readonly problem: string | null
}

/** A file as it is about to be imported. */
export interface SourceFile {
  readonly name: string
  readonly format: 'table' | 'json'
  readonly rows: readonly SourceRow[]
  /** In the order they first appear. */
  readonly columns: readonly string[]
  /** This app wrote it: it says of each record its id, type and access. */
  readonly isExport: boolean
}

/**
 * Reads a file of records: a JSON list, a JSON object a line, or a table with a header line.
 * Pure.
 * @throws Error with a reason for people when it is none of them
 */
export function readSource(name: string, content: string): SourceFile {
  const text = content.replace(/^\uFEFF/, '')
  const start = text.trimStart()[0]
  if (start === undefined) throw new Error(t`The file is empty.`)
  const isJson = start === '[' || start === '{'
  const rows = isJson ? jsonRows(text) : tableRows(text)
  if (rows.length === 0) throw new Error(t`The file holds no records.`)
  const columns = new Set(rows.flatMap(({ values }) => Object.keys(values ?? {})))
  const isExport = isJson
    ? rows.every(({ values }) => values === null || isExported(values))
    : ['id', 'ontology', 'acl'].every((column) => columns.has(column))
  return { name, format: isJson ? 'json' : 'table', rows, columns: [...columns], isExport }
}

function jsonRows(text: string): SourceRow[] {
  const whole = parsed(text)
  if (Array.isArray(whole)) return whole.map((value, at) => rowOf(value, at + 1))
  if (whole !== undefined) return [rowOf(whole, 1)]
  if (text.trimStart().startsWith('[')) throw new Error(t`The file is no valid JSON.`)
  return text.split('\n').flatMap((part, at) => {
    if (part.trim() === '') return []
    const value = parsed(part)
    if (value === undefined) return [failed(at + 1, t`This line is no valid JSON.`)]
    return [rowOf(value, at + 1)]
  })
}

function tableRows(text: string): SourceRow[] {
  const [header, ...rows] = csvRows(text, separatorOf(text))
  const columns = header?.cells.map((cell) => cell.trim()) ?? []
  if (new Set(columns).size < columns.length) throw new Error(t`Two columns have the same name.`)
  return rows.map(({ line, cells }) => {
    if (cells.length > columns.length) {
      const [held, named] = [cells.length, columns.length]
      return failed(line, t`${held} cells, but there are ${named} columns.`)
    }
    const values = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
    return { line, values, problem: null }
  })
}

function rowOf(value: unknown, line: number): SourceRow {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) {
    const example = '{ "field": value, … }'
    return failed(line, t`A record is an object: ${example}`)
  }
  return { line, values: value as Record<string, unknown>, problem: null }
}

function failed(line: number, problem: string): SourceRow {
  return { line, values: null, problem }
}

function isExported(values: Readonly<Record<string, unknown>>): boolean {
  const { ontology, payload, acl } = values
  return typeof ontology === 'string' && typeof payload === 'object' && Array.isArray(acl)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
