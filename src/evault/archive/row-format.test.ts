import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrayLiteral } from '../db/database.ts'
import { RowFormatError, readRow, writeRow } from './row-format.ts'
import type { Column, Table } from './tables.ts'

const columns: Column[] = [
  { name: 'ename', type: 'text' },
  { name: 'at', type: 'timestamp with time zone' },
  { name: 'sequence', type: 'bigint' },
  { name: 'listed', type: 'boolean' },
  { name: 'payload', type: 'json' },
  { name: 'acl', type: 'text[]' },
]
const table: Table = { name: 'any', columns, key: [] }
const row = '{"ename":"@a","sequence":1}'

/** JSON as somebody may have written it: with spaces, breaks and members twice. */
const anyJson = fc
  .tuple(
    fc.json(),
    fc.constantFrom('', ' ', '\n', '\r\n\t'),
    fc.constantFrom('1.50', '-0', '"\\u00e9"'),
  )
  .map(([json, space, odd]) => `{"a":${space}${json},"a":[${space}${odd}],"}\\"{":null}${space}`)
const cell = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const anyText = fc.string({ unit: 'grapheme' })

test('a row is read as it was written, and its line has no break', () => {
  fc.assert(
    fc.property(
      ...[
        cell(anyText),
        cell(anyText),
        cell(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      ],
      ...[cell(fc.boolean()), cell(anyJson), cell(fc.array(anyText))],
      (ename, at, sequence, listed, payload, acl) => {
        const plain = [ename, at, sequence?.toString() ?? null, listed?.toString() ?? null, payload]
        const line = writeRow(table, [...plain, acl && JSON.stringify(acl)])
        expect(line).not.toMatch(/[\r\n]/)
        expect(() => JSON.parse(line)).not.toThrow()
        expect(readRow(columns, line)).toEqual([...plain, acl && arrayLiteral(acl)])
      },
    ),
  )
})

test('JSON stands in the line as it is, so that others find their way in it', () => {
  const payload = '{"b":1.50,"a":{"10":[1, 2]}}'
  const line = writeRow(table, ['@a', null, null, null, payload, null])
  expect(line).toBe(`{"ename":"@a","payload":${payload}}`)
})

describe('what is no row is refused', () => {
  test.each([
    ['nothing', ''],
    ['an array', '[]'],
    ['a cut row', row.slice(0, -1)],
    ['a cut text', '{"ename":"@a}'],
    ['two rows', row + row],
    ['a column that is not there', '{"ename; DROP TABLE vaults":"@a"}'],
    ['a member twice', '{"ename":"@a","ename":"@b"}'],
    ['a member twice, once as text', '{"payload":{},"payload":{}}'],
    ['a number as text', '{"ename":1}'],
    ['a text as number', '{"sequence":"1"}'],
    ['a number too long', `{"sequence":${'1'.repeat(40)}}`],
    ['a statement as number', '{"sequence":1);DROP TABLE vaults--}'],
    ['a word as boolean', '{"listed":1}'],
    ['a list of other things', '{"acl":[null]}'],
    ['a broken list', '{"acl":["a}'],
    ['a value too deep', `{"payload":${'['.repeat(2_000)}${']'.repeat(2_000)}}`],
    ['a prototype', '{"__proto__":{"a":1}}'],
  ])('%s', (_, line) => {
    expect(() => readRow(columns, line)).toThrow(RowFormatError)
  })

  test('in time that grows with the line only', () => {
    const long = `{"ename":"${'\\'.repeat(1_000_000)}`
    const began = performance.now()
    expect(() => readRow(columns, long)).toThrow(RowFormatError)
    expect(() => readRow(columns, `{"payload":${'['.repeat(1_000_000)}`)).toThrow(RowFormatError)
    expect(() => readRow(columns, `{"ename":"${'\\"'.repeat(500_000)}`)).toThrow(RowFormatError)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
