import { v5 as uuidV5 } from 'uuid'

const LONGEST_NAME = 512
// Control characters would end up in headers and logs; lone surrogates do not survive UTF-8.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/**
 * Brings an eName into the one form it is stored and compared in: trimmed, with its `@`, in
 * lower case. Any non-empty name is a name, symbolic ones (`@user-a.w3id`) too.
 * Throws a TypeError when it is empty, holds control characters or has more than 512 characters.
 * Protocol §1.
 */
export function normaliseEName(text: string): string {
  const trimmed = text.trim()
  const name = (trimmed.startsWith('@') ? trimmed : `@${trimmed}`).toLowerCase()
  if (name.length === 1) throw new TypeError('The eName is empty')
  if (name.length > LONGEST_NAME) {
    throw new TypeError(`The eName has more than ${LONGEST_NAME} characters`)
  }
  if (UNPRINTABLE.test(name)) throw new TypeError('The eName holds control characters')
  return name
}

/**
 * Whether two texts name the same identity: case and a missing `@` make no difference.
 * Throws like `normaliseEName`. Protocol §1.
 */
export function sameEName(a: string, b: string): boolean {
  return normaliseEName(a) === normaliseEName(b)
}

/**
 * Makes a new eName: `@` + UUIDv5 of the entropy in the namespace. The same two inputs always
 * give the same name. Throws a TypeError when the namespace is no UUID. Protocol §1.
 */
export function newEName(entropy: string, namespaceUuid: string): string {
  if (entropy === '') throw new TypeError('A new eName needs entropy')
  return `@${uuidV5(entropy, namespaceUuid)}`
}
