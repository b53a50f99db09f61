import { createHash } from 'node:crypto'

/**
 * The ids of a record's envelopes are computed, not stored: the part of the record's position
 * that is unique in the vault (48 bits of time, 32 of sequence), and 40 bits of the field name's
 * hash. So a field keeps its id for as long as the record lives, and an id leads to its record.
 */
const positionPart = 26

/** The ids of a record's envelopes, by field name: UUIDs, each once in the vault. */
export function envelopeIds(position: string, fields: readonly string[]): Map<string, string> {
  const part = position.slice(0, positionPart)
  const ids = new Map(fields.map((field) => [field, part + shortHash(field)]))
  return new Set(ids.values()).size === ids.size ? ids : apart(part, fields)
}

/** Somebody looked for names whose hashes begin alike: the later ones in the alphabet give way. */
function apart(part: string, fields: readonly string[]): Map<string, string> {
  const used = new Set<string>()
  const ids = new Map<string, string>()
  for (const field of fields.toSorted()) {
    let id = part + shortHash(field)
    for (let other = 1; used.has(id); other += 1) id = part + shortHash(`${field}\0${other}`)
    used.add(id)
    ids.set(field, id)
  }
  return new Map(fields.map((field) => [field, ids.get(field) as string]))
}

/** The first and the last position a record with this envelope can have; null for no UUID. */
export function positionsOf(envelope: string): { first: string; last: string } | null {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(envelope)) return null
  const part = envelope.slice(0, positionPart)
  return { first: `${part}0000000000`, last: `${part}ffffffffff` }
}

/** Field names repeat from record to record. */
const known = new Map<string, string>()
const mostKnown = 2_000

/** The 40 bits of it that an id has room for. */
function shortHash(key: string): string {
  return fieldHash(key).slice(0, 10)
}

/** 64 bits of a field name's SHA-256, in hexadecimal. */
export function fieldHash(key: string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16)
  if (known.size < mostKnown) known.set(key, hash)
  return hash
}
