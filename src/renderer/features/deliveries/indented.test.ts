import { expect, test } from 'vitest'
import { indented } from './indented.ts'

test('a text is indented as JSON.stringify does it', () => {
  const values = [
    { id: 'a', data: { n: [1, 2, { b: [] }], e: {}, text: 'a, {b: "c"} \\ [ ] ' }, ok: null },
    ...[[], {}, 'a  b', 12, null, [[[]], [{}]]],
  ]
  for (const value of values) {
    expect(indented(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
  }
})

test('numbers keep the digits they were written with', () => {
  expect(indented('{"n":12345678901234567890,"m":1.0}')).toBe(
    '{\n  "n": 12345678901234567890,\n  "m": 1.0\n}',
  )
})

test('what is indented already is indented anew, and what is no JSON stays', () => {
  expect(indented('[ 1 ,\n\n {  } ]')).toBe('[\n  1,\n  {}\n]')
  expect(indented('<html>')).toBe('<html>')
})
