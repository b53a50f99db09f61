// A bound turns what has no end (a cycle) and what would exhaust the stack into a plain error.
const DEEPEST = 1000
// Lone surrogates do not survive UTF-8: two different texts would be signed as the same bytes.
const LONE_SURROGATE = /\p{Cs}/u

/**
 * Writes a JSON value in the one form it is signed and hashed in: object keys sorted by UTF-16
 * code units at every depth, arrays in order, no spaces, numbers and strings as JSON.stringify
 * writes them. Members that are undefined are left out.
 * Throws a TypeError for whatever JSON cannot hold: numbers that are not finite, undefined in an
 * array, objects of a class, functions, symbols, bigints, text with lone surrogates, and for
 * more than 1000 levels, cycles among them.
 * Protocol §6; RFC 8785.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new TypeError(`The value is nested more than ${DEEPEST} levels deep`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'number') return writeNumber(value)
  // Array.from visits holes too, which `map` would pass over.
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item) => write(item, depth + 1)).join()}]`
  }
  if (isPlainObject(value)) return writeObject(value, depth)
  throw new TypeError('The value holds something that JSON cannot hold')
}

function writeObject(value: Readonly<Record<string, unknown>>, depth: number): string {
  const members = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${writeString(key)}:${write(value[key], depth + 1)}`)
  return `{${members.join()}}`
}

function writeString(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError('The value holds text that is not Unicode')
  return JSON.stringify(text)
}

function writeNumber(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError(`JSON cannot hold the number ${number}`)
  return JSON.stringify(number)
}

/** An object literal, of this or another realm, or one without a prototype. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
