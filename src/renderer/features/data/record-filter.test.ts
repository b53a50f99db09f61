import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparisons,
  filterInput,
  type RecordFilter,
  readFilter,
  writeFilter,
} from './record-filter.ts'

const text = fc.string({ unit: 'grapheme' })
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const name = fc.string({ unit: 'grapheme', minLength: 1 })
const filter: fc.Arbitrary<RecordFilter> = fc.record({
  search: text,
  fields: fc.array(fc.record({ field: text, is: fc.constantFrom(...comparisons), value: text }), {
    maxLength: 10,
  }),
  access: fc.option(fc.oneof(fc.constantFrom('private', '*'), name)),
  writtenBy: fc.option(name),
  from: fc.option(day),
  to: fc.option(day),
})

describe('a filter in the address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(filter, (it) => {
        const params = new URLSearchParams()
        writeFilter(it, params)
        expect(readFilter(new URLSearchParams(params.toString()))).toEqual(it)
      }),
    )
  })

  it('leaves out what nobody could have written', () => {
    const read = readFilter(
      new URLSearchParams('f=x&f=is+a+b&f=equals+%25E0+1&from=soon&to=2025-99-01'),
    )
    expect(read).toMatchObject({ fields: [], from: null, to: null })
  })
})

it('asks for whole days on this clock', () => {
  const asked = filterInput(null, readFilter(new URLSearchParams('from=2025-02-28&to=2025-02-28')))
  const { createdAfter, createdBefore } = asked
  expect(Date.parse(createdBefore ?? '') - Date.parse(createdAfter ?? '')).toBe(86_400_000)
  expect(new Date(createdAfter ?? '').getHours()).toBe(0)
})
