import { arrayLiteral } from '../db/database.ts'
import type { Column, ColumnType, Table } from './tables.ts'

/**
 * How a row is written in an archive: one line, a JSON object with a member for each column that
 * holds something. Nothing is lost: numbers have all their digits, times their microseconds, and
 * JSON is the text that was stored, byte for byte.
 */

/** Why a line is no row of its table. */
export class RowFormatError extends Error {
  override readonly name = 'RowFormatError'
}

/** Far deeper than the vault takes; at some ten thousand levels Postgres never answers again. */
const deepest = 1_000

/** JSON whose text has a line break can't stand in a line: then its text is a string in this member. */
const asText = (column: string) => `${column}:text`

const isoTime = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`

/** What `writeRow` takes of a column: an expression of type text. */
export function columnText({ name, type }: Column): string {
  const column = quoteName(name)
  if (type === 'text[]') return `to_json(${column})::text`
  if (type === 'timestamp with time zone')
    return `to_char(${column} AT TIME ZONE 'UTC', ${isoTime})`
  return `${column}::text`
}

/** A row as a line, without a line break. `values` are what `columnText` gives, null for nothing. */
export function writeRow({ columns }: Table, values: readonly (string | null)[]): string {
  let line = ''
  for (const [at, { name, type }] of columns.entries()) {
    const value = values[at]
    if (value === null || value === undefined) continue
    line +=
      type === 'json' ? writeJson(name, value) : `,${JSON.stringify(name)}:${token(type, value)}`
  }
  return `{${line.slice(1)}}`
}

function token(type: ColumnType, value: string): string {
  const isJson = type === 'integer' || type === 'bigint' || type === 'boolean' || type === 'text[]'
  return isJson ? value : JSON.stringify(value)
}

function writeJson(name: string, value: string): string {
  return /[\r\n]/.test(value) || value !== value.trim()
    ? `,${JSON.stringify(asText(name))}:${JSON.stringify(value)}`
    : `,${JSON.stringify(name)}:${value}`
}

/**
 * A line as the texts that Postgres reads its columns from, null for nothing.
 * @throws RowFormatError
 */
export function readRow(columns: readonly Column[], line: string): (string | null)[] {
  const members = readMembers(line)
  const values = columns.map(({ name, type }) => {
    const raw = members.get(name)
    if (raw !== undefined) members.delete(name)
    const rawText = type === 'json' ? members.get(asText(name)) : undefined
    if (rawText === undefined) return raw === undefined ? null : readValue(name, type, raw)
    members.delete(asText(name))
    return readValue(name, 'text', rawText)
  })
  const [unknown] = members.keys()
  if (unknown !== undefined) throw new RowFormatError(`there is no column ${shown(unknown)}`)
  return values
}

const numberPattern = /^-?\d{1,19}$/

function readValue(name: string, type: ColumnType, raw: string): string {
  if (type === 'json') return raw
  if (type === 'integer' || type === 'bigint') {
    if (numberPattern.test(raw)) return raw
  } else if (type === 'boolean') {
    if (raw === 'true' || raw === 'false') return raw
  } else {
    const value = parse(raw)
    if (type === 'text[]') {
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
        return arrayLiteral(value)
      }
    } else if (typeof value === 'string') return value
  }
  throw new RowFormatError(`${name} is no ${type}`)
}

/** The members of an object, each value as it stands there. */
function readMembers(line: string): Map<string, string> {
  const members = new Map<string, string>()
  let at = 1
  if (line[0] !== '{' || line.at(-1) !== '}') throw new RowFormatError('it is no JSON object')
  while (at < line.length - 1) {
    const nameEnd = line[at] === '"' ? stringEnd(line, at) : -1
    if (nameEnd === -1 || line[nameEnd] !== ':') throw new RowFormatError('it is no JSON object')
    const name = parse(line.slice(at, nameEnd)) as string
    const end = valueEnd(line, nameEnd + 1)
    if (members.has(name)) throw new RowFormatError(`${shown(name)} is there twice`)
    members.set(name, line.slice(nameEnd + 1, end))
    at = end + 1
  }
  return members
}

/** Where a value ends: at the comma or the brace after it. */
function valueEnd(line: string, start: number): number {
  let depth = 0
  for (let at = start; at < line.length; ) {
    const character = line[at]
    if (character === '"') {
      at = stringEnd(line, at)
      if (at === -1) break
      continue
    }
    if (character === '{' || character === '[') {
      depth += 1
      if (depth > deepest) throw new RowFormatError('it is nested too deeply')
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at
      depth -= 1
    } else if (character === ',' && depth === 0) return at
    at += 1
  }
  throw new RowFormatError('it is cut off')
}

/** The place after a string's closing quote; -1 where there is none. */
function stringEnd(line: string, start: number): number {
  let end = line.indexOf('"', start + 1)
  while (end !== -1) {
    let backslashes = 0
    while (line[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return end + 1
    end = line.indexOf('"', end + 1)
  }
  return -1
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    throw new RowFormatError(`${shown(raw)} is no JSON`)
  }
}

/** Of what may be anything, as much as a message can hold. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

/** A name of the database's own, for a statement. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
