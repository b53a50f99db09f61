import { csvLine } from '../data/csv.ts'

/** A line of a log as it is exported: the same columns in each. */
export type ExportRow = Readonly<Record<string, string | number | boolean | null>>

/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/

/** A table as RFC 4180 has it, with a line of names. */
export function toCsv(rows: readonly ExportRow[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => names.map((name) => cell(row[name] ?? '')))
  return [names, ...lines].map(csvLine).join('')
}

/** Others choose what they are called: a name must stay a name. */
function cell(value: string | number | boolean): string {
  return typeof value === 'string' && formula.test(value) ? `'${value}` : String(value)
}

/** The same as JSON, to be read by people too. */
export function toJson(rows: readonly ExportRow[]): string {
  return `${JSON.stringify(rows, null, 2)}\n`
}
