import { expect, it } from 'vitest'
import { allShown, nothingSelected, rangeTo, toggled } from './selection.ts'

const rows = ['a', 'b', 'c', 'd', 'e']

it('ticks and unticks a row', () => {
  const one = toggled(nothingSelected, 'b', rows)
  expect([...one.ids]).toEqual(['b'])
  expect(toggled(one, 'b', rows).ids.size).toBe(0)
})

it('ticks a range in both directions, from where it began', () => {
  const one = toggled(nothingSelected, 'c', rows)
  const down = rangeTo(one, 'e', rows)
  expect([...down.ids].sort()).toEqual(['c', 'd', 'e'])
  expect([...rangeTo(down, 'b', rows).ids].sort()).toEqual(['b', 'c', 'd', 'e'])
})

it('ticks the row alone when the range began with a row that is gone', () => {
  expect([...rangeTo({ ...nothingSelected, anchor: 'x' }, 'd', rows).ids]).toEqual(['d'])
})

it('selects all and nothing by turns', () => {
  const all = allShown(nothingSelected, rows)
  expect(all.ids.size).toBe(5)
  expect(allShown(all, rows)).toBe(nothingSelected)
})

it('leaves everything but one', () => {
  const but = toggled({ ...nothingSelected, everything: true }, 'c', rows)
  expect([...but.ids]).toEqual(['a', 'b', 'd', 'e'])
})
