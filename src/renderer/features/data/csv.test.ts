import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine, csvRows, separatorOf } from './csv.ts'

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', ' ', 'a', 'ü', '\uFEFF') }),
)
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1 })

describe('CSV', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map(csvLine).join('')
        expect([...csvRows(text, ',')].map(({ cells }) => cells)).toEqual(rows)
      }),
      { numRuns: 500 },
    )
  })

  it('is read as other programs write it', () => {
    const text = '\uFEFFname;note\n"Ada ""the"" first";"two\nlines"\n\nBob;'
    expect([...csvRows(text, separatorOf(text))]).toEqual([
      { line: 1, cells: ['name', 'note'] },
      { line: 2, cells: ['Ada "the" first', 'two\nlines'] },
      { line: 5, cells: ['Bob', ''] },
    ])
  })

  it('takes a quote that is never closed as it stands', () => {
    expect([...csvRows('a,"b\nc', ',')]).toEqual([{ line: 1, cells: ['a', 'b\nc'] }])
  })
})
