import { MOST_COLUMNS } from './field-columns.ts'

const KEY = 'evault.data.columns'

/** The columns an owner chose for a type: names of fields; null where none were chosen. */
export function readColumns(type: string): readonly string[] | null {
  const columns = readAll()[type]
  if (!Array.isArray(columns)) return null
  return columns.filter((name) => typeof name === 'string').slice(0, MOST_COLUMNS)
}

/** Keeps the columns of a type, also beyond this start of the app; null forgets them. */
export function writeColumns(type: string, columns: readonly string[] | null): void {
  const others = Object.entries(readAll()).filter(([name]) => name !== type)
  const all = columns === null ? others : [...others, [type, columns] as const]
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(all)))
}

function readAll(): Readonly<Record<string, unknown>> {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof all === 'object' && all !== null ? { ...all } : {}
  } catch {
    return {}
  }
}
