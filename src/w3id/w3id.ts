import { normaliseEName } from './ename.ts'

const LONGEST_OBJECT = 512
// Control characters would end up in headers and logs; lone surrogates do not survive UTF-8.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An identity (`global`), or an object within the vault of one (`local`). */
export type W3id =
  | { readonly kind: 'global'; readonly ename: string }
  | { readonly kind: 'local'; readonly ename: string; readonly object: string }

/**
 * Reads a W3ID: global `@<UUID>` or any symbolic `@name`, local `@<vault>/<object>`, parted at
 * the first `/`. The eName comes normalised, its `@` added where it is missing; the object's id
 * is verbatim, but for a UUID, which comes in lower case.
 * Throws a TypeError when a part is empty, holds control characters or has more than 512
 * characters. Protocol §1.
 */
export function parseW3id(text: string): W3id {
  const slash = text.indexOf('/')
  if (slash < 0) return { kind: 'global', ename: normaliseEName(text) }
  const ename = normaliseEName(text.slice(0, slash))
  return { kind: 'local', ename, object: normaliseObject(text.slice(slash + 1)) }
}

/**
 * Writes a W3ID as `parseW3id` reads it, normalised. Throws a TypeError like `parseW3id`, and for
 * an eName with a `/`, which would be read as a local W3ID. Protocol §1.
 */
export function formatW3id(w3id: W3id): string {
  const ename = normaliseEName(w3id.ename)
  if (ename.includes('/')) throw new TypeError('The eName holds a /, which a W3ID cannot carry')
  return w3id.kind === 'global' ? ename : `${ename}/${normaliseObject(w3id.object)}`
}

/**
 * Whether two texts are the same W3ID: case and a missing `@` of the eName make no difference,
 * nor does the case of an object's UUID. Throws like `parseW3id`. Protocol §1.
 */
export function sameW3id(a: string, b: string): boolean {
  return formatW3id(parseW3id(a)) === formatW3id(parseW3id(b))
}

function normaliseObject(object: string): string {
  if (object === '') throw new TypeError('The W3ID has no object id after its /')
  if (object.length > LONGEST_OBJECT) {
    throw new TypeError(`The object id has more than ${LONGEST_OBJECT} characters`)
  }
  if (UNPRINTABLE.test(object)) throw new TypeError('The object id holds control characters')
  return UUID.test(object) ? object.toLowerCase() : object
}
