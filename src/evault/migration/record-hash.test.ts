import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashRecord, type MovedRecord } from './record-hash.ts'

const name = fc.constantFrom('@alice', '@bob', '@carol', '*')
const record: fc.Arbitrary<MovedRecord> = fc.record({
  id: fc.string({ minLength: 1 }),
  ontology: fc.string({ minLength: 1 }),
  payload: fc.dictionary(fc.string(), fc.jsonValue()),
  acl: fc.option(fc.uniqueArray(name)),
})

/** The same with its keys in another order, at every depth. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  )
}

test('what means the same has the same hash, however it is written', () => {
  fc.assert(
    fc.property(record, (one) => {
      const acl = one.acl && [...one.acl].reverse().map((text) => ` ${text.toUpperCase()} `)
      const written = JSON.parse(JSON.stringify(turned(one.payload)))
      expect(hashRecord({ ...one, payload: written, acl })).toEqual(hashRecord(one))
    }),
  )
})

test('what differs in anything has another hash', () => {
  fc.assert(
    fc.property(record, record, (one, other) => {
      const replaced = hashRecord({ ...one, payload: other.payload })
      const isSame = replaced.contentHash === hashRecord(one).contentHash
      expect(isSame).toBe(sorted(one.payload) === sorted(other.payload))
      expect(hashRecord({ ...one, id: `${one.id}x` })).not.toEqual(hashRecord(one))
      expect(hashRecord({ ...one, ontology: `${one.ontology}x` })).not.toEqual(hashRecord(one))
      const { hash, contentHash } = hashRecord({ ...one, acl: [...(one.acl ?? []), '@zoe'] })
      expect(contentHash).toBe(hashRecord(one).contentHash)
      expect(hash).not.toBe(hashRecord(one).hash)
    }),
  )
})

/** Another way to write a value so that the order of keys does not count. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${sorted(inner)}`).join()}}`
}

test('an ACL that is not shown is no empty one', () => {
  const one = { id: 'a', ontology: 'b', payload: {} }
  expect(hashRecord({ ...one, acl: [] }).hash).not.toBe(hashRecord({ ...one, acl: null }).hash)
  const unknown = hashRecord({ ...one, acl: null })
  expect(unknown.hash).toBe(unknown.contentHash)
})
