import type { ExportPageQuery } from '../../graphql/documents.generated.ts'
import { csvLine } from './csv.ts'

export type ExportFormat = 'json' | 'ndjson' | 'csv'

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
}

/** A record in a file, in the form that an import takes as it is. */
export interface ExportedRecord {
  readonly id: string
  readonly ontology: string
  readonly acl: readonly string[]
  readonly createdAt: string
  readonly payload: unknown
}

export type StoredRecord = ExportPageQuery['metaEnvelopes']['edges'][number]['node']

/** What a file holds of a record besides its fields. */
const OWN_COLUMNS = ['id', 'ontology', 'acl', 'createdAt']
/** Parts of the file are joined to pieces of about this many characters. */
const PIECE = 1_000_000

/** Collects the text of an export, record by record. */
export class ExportWriter {
  readonly #format: ExportFormat
  readonly #pieces: string[] = []
  readonly #records: string[] = []
  readonly #fields = new Set<string>()
  #piece = ''
  #count = 0

  constructor(format: ExportFormat) {
    this.#format = format
    if (format === 'json') this.#add('[')
  }

  add({ id, ontology, acl, createdAt, parsed }: StoredRecord): void {
    const record: ExportedRecord = { id, ontology, acl, createdAt, payload: parsed }
    const text = JSON.stringify(record)
    if (this.#format === 'ndjson') this.#add(`${text}\n`)
    else if (this.#format === 'json') this.#add(`${this.#count === 0 ? '' : ','}\n${text}`)
    else {
      // The columns are known when the last record is.
      this.#records.push(text)
      for (const name of Object.keys(parsed as object)) this.#fields.add(name)
    }
    this.#count++
  }

  /** The parts of the file, in their order. */
  finish(): readonly string[] {
    if (this.#format === 'json') this.#add('\n]\n')
    if (this.#format === 'csv') {
      const fields = [...this.#fields]
      this.#add(csvLine([...OWN_COLUMNS, ...fields.map(columnOf)]))
      for (const record of this.#records) this.#add(csvLine(cellsOf(record, fields)))
    }
    return [...this.#pieces, this.#piece]
  }

  #add(text: string): void {
    this.#piece += text
    if (this.#piece.length < PIECE) return
    this.#pieces.push(this.#piece)
    this.#piece = ''
  }
}

/** A field's column: fields named as what stands beside them are told apart. */
export function columnOf(field: string): string {
  return OWN_COLUMNS.includes(field) || field.startsWith('payload.') ? `payload.${field}` : field
}

function cellsOf(text: string, fields: readonly string[]): string[] {
  const { id, ontology, acl, createdAt, payload } = JSON.parse(text) as ExportedRecord
  const values = payload as Readonly<Record<string, unknown>>
  return [
    ...[id, ontology, acl.join(' '), createdAt],
    ...fields.map((field) => (Object.hasOwn(values, field) ? cellOf(values[field]) : '')),
  ]
}

function cellOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
