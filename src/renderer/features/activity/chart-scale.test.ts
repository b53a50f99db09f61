import { expect, test } from 'vitest'
import { chartOf, dayName } from './chart-scale.ts'

const day = (reads: number, writes: number) => ({ day: '2026-11-03', reads, writes, refusals: 0 })

test('the tallest day fits, and the axis ends at a round number', () => {
  const { bars, step, top } = chartOf([day(10, 4), day(0, 0), day(7, 0)], 300, 100)
  expect({ step, top }).toEqual({ step: 100, top: 20 })
  expect(bars.map(({ x, reads, writes }) => [x, reads, writes])).toEqual([
    ...[
      [0, 50, 20],
      [100, 0, 0],
      [200, 35, 0],
    ],
  ])
})

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [10, 10],
  [11, 20],
  [999, 1000],
])('a day of %d needs an axis up to %d', (reads, top) => {
  expect(chartOf([day(reads, 0)], 100, 100).top).toBe(top)
})

test('one read beside a thousand is still seen', () => {
  expect(chartOf([day(1, 0), day(1_000, 0)], 100, 100).bars[0]?.reads).toBe(1)
  expect(chartOf([], 100, 100).bars).toEqual([])
})

test('days are named wherever the window is', () => {
  expect(dayName('2026-11-03')).toBe('Nov 3')
})
