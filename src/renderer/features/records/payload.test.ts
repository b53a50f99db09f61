import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Content, type MergeEntry, merged, mergeEntries, type Side } from './merge.ts'
import {
  differenceOf,
  isReordered,
  type Payload,
  withField,
  withFieldOf,
  withoutField,
} from './payload.ts'

// JSON first, as it comes from the vault; few names, so that payloads meet.
const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__')
const payload = fc
  .array(fc.tuple(name, fc.jsonValue({ maxDepth: 2 })))
  .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Payload)
const content = fc.record({ payload, acl: fc.subarray(['@a', '@b', '*']) })

function applied(before: Payload, after: Payload): Payload {
  let result = before
  for (const { field, kind, after: value } of differenceOf(before, after)) {
    result = kind === 'removed' ? withoutField(result, field) : withField(result, field, value)
  }
  return result
}

describe('differences', () => {
  it('lead from what was before to what is after', () => {
    fc.assert(
      fc.property(payload, payload, (before, after) => {
        expect(sorted(applied(before, after))).toBe(sorted(after))
      }),
    )
  })

  it('are none between equals', () => {
    fc.assert(
      fc.property(payload, (it) => {
        expect(differenceOf(it, JSON.parse(JSON.stringify(it)) as Payload)).toEqual([])
      }),
    )
  })

  it('leave untouched fields byte for byte and in their order', () => {
    const before = JSON.parse('{"z":1,"a":{"y":[1.5,"ü"]},"unknown":null,"m":"x"}') as Payload
    expect(JSON.stringify(withField(before, 'a', 2))).toBe('{"z":1,"a":2,"unknown":null,"m":"x"}')
    expect(JSON.stringify(withField(before, 'new', 2))).toBe(
      '{"z":1,"a":{"y":[1.5,"ü"]},"unknown":null,"m":"x","new":2}',
    )
  })

  it('taken back are as if they had never been', () => {
    fc.assert(
      fc.property(payload, name, (before, field) => {
        const changed = withField(before, field, 'changed')
        const removed = withoutField(before, field)
        expect(JSON.stringify(withFieldOf(changed, before, field))).toBe(JSON.stringify(before))
        expect(JSON.stringify(withFieldOf(removed, before, field))).toBe(JSON.stringify(before))
      }),
    )
  })

  it('tell that the order is another', () => {
    expect(isReordered({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
    expect(isReordered({ a: 1, b: 2 }, { a: 1, c: 3, b: 2 })).toBe(false)
  })
})

describe('a merge', () => {
  const choose = (entries: readonly MergeEntry[], side: Side) =>
    new Map(entries.map(({ field }) => [field, side]))

  it('that takes one side everywhere is that side', () => {
    fc.assert(
      fc.property(content, content, content, (base, mine, theirs) => {
        const entries = mergeEntries(base, mine, theirs)
        for (const [side, expected] of Object.entries({ base, mine, theirs })) {
          const result = merged({ mine, theirs }, entries, choose(entries, side as Side))
          expect(sorted(result.payload)).toBe(sorted(expected.payload))
          expect([...result.acl].sort()).toEqual([...expected.acl].sort())
        }
      }),
    )
  })

  it('never loses a change of theirs without a choice', () => {
    fc.assert(
      fc.property(content, content, content, (base, mine, theirs) => {
        const entries = mergeEntries(base, mine, theirs)
        const open = entries.filter(({ proposal }) => proposal === null)
        const result = merged({ mine, theirs }, entries, choose(open, 'theirs'))
        for (const { field, kind, after } of differenceOf(base.payload, theirs.payload)) {
          expect(Object.hasOwn(result.payload, field)).toBe(kind !== 'removed')
          if (kind !== 'removed') expect(result.payload[field]).toEqual(after)
        }
      }),
    )
  })

  it('asks about what both changed, each otherwise', () => {
    const of = (payload: Payload): Content => ({ payload, acl: ['@a'] })
    const entries = mergeEntries(
      of({ both: 1, mine: 1, theirs: 1, same: 1, gone: 1 }),
      of({ both: 2, mine: 2, theirs: 1, same: 2, gone: 2 }),
      of({ both: 3, mine: 1, theirs: 2, same: 2 }),
    )
    expect(Object.fromEntries(entries.map(({ field, proposal }) => [field, proposal]))).toEqual({
      ...{ both: null, mine: 'mine', theirs: 'theirs', same: 'mine', gone: null },
    })
    expect(() => merged({ mine: of({}), theirs: of({}) }, entries, new Map())).toThrow('undecided')
  })
})

function sorted(value: Payload): string {
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
