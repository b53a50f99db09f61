import { expect, test } from 'vitest'
import { toCsv, toJson } from './export-log.ts'

test('a table has a line of names, and cells that hold commas, quotes and lines', () => {
  const rows = [
    { who: 'platform a, b', note: 'says "no"', times: 2, allowed: true },
    { who: 'x\ny', note: null, times: 0, allowed: false },
  ]
  expect(toCsv(rows)).toBe(
    'who,note,times,allowed\r\n"platform a, b","says ""no""",2,true\r\n"x\ny",,0,false\r\n',
  )
})

test.each(['=1+1', '+1', '-1', '@sum', '\tx'])('%j stays text in a spreadsheet', (who) => {
  expect(toCsv([{ who }])).toBe(`who\r\n'${who}\r\n`)
})

test('JSON keeps what it is given', () => {
  const rows = [{ who: '=1', times: 1, allowed: true, reason: null }]
  expect(JSON.parse(toJson(rows))).toEqual(rows)
  expect(toCsv([])).toBe('\r\n')
})
