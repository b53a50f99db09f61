import { isOpaqueId } from '../../components/is-uuid.ts'

/** What fits into a cell. */
export type Scalar = string | number | boolean

/** The values of a record that its row keeps for the columns of the list. */
export interface RowValues {
  readonly fields: Readonly<Record<string, Scalar>>
  /** The record has further values, which are not kept. */
  readonly more: boolean
}

const LONGEST = 60
const MOST = 12
const ID_NAME = /^(id|eName|ename|w3id)$|[a-z\d](Id|ID)s?$/

/**
 * The texts, numbers and truth values of a payload, without ids. Few and short, as a list keeps
 * them of each of its records: those that are short come first, long texts are cut.
 */
export function rowValues(payload: unknown): RowValues {
  if (typeof payload !== 'object' || payload === null) return { fields: {}, more: false }
  const scalars = Object.entries(payload).filter(
    (entry): entry is [string, Scalar] => isScalar(entry[1]) && !isId(...entry),
  )
  const short = scalars.filter(([, value]) => !isLong(value))
  const long = scalars.filter(([, value]) => isLong(value))
  const kept = [...short, ...long.map(([name, text]) => [name, cut(String(text))] as const)]
  return { fields: Object.fromEntries(kept.slice(0, MOST)), more: kept.length > MOST }
}

/** The value of a field; null where the record has none, or it was not kept. */
export function valueIn({ fields }: RowValues, name: string): Scalar | null {
  return Object.hasOwn(fields, name) ? (fields[name] as Scalar) : null
}

/** Whether a field only says which record, person or vault is meant. */
export function isIdName(name: string): boolean {
  return ID_NAME.test(name)
}

function isId(name: string, value: Scalar): boolean {
  return isIdName(name) || (typeof value === 'string' && isOpaqueId(value))
}

function isScalar(value: unknown): value is Scalar {
  return (
    (typeof value === 'string' && value !== '') ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  )
}

function isLong(value: Scalar): boolean {
  return typeof value === 'string' && value.length > LONGEST
}

/** On one line, as a cell shows it. */
function cut(text: string): string {
  const start = Array.from(text.slice(0, 2 * LONGEST))
    .slice(0, LONGEST)
    .join('')
  return `${start.replace(/\s+/g, ' ').trimEnd()}…`
}
