import { expect, test } from 'vitest'
import { activityPath, dayBefore, placeOf, timesOf } from './activity-address.ts'

const read = (search: string) => placeOf(new URLSearchParams(search))

test('a place is written and read back', () => {
  const place = {
    log: 'reads',
    who: 'platform https://a.example/?x=1&y',
    from: '2026-11-01',
  } as const
  const [path, search] = activityPath(place).split(/\?(.*)/s)
  expect(path).toBe('/activity')
  expect(read(search ?? '')).toEqual(place)
  expect(activityPath({ log: 'changes', who: '' })).toBe('/activity?log=changes')
})

test('what is no log or day is left out', () => {
  expect(read('log=all&from=yesterday&to=2026-02-31&what=read')).toEqual({
    ...{ log: 'changes', what: 'read' },
  })
})

test('days begin and end on this computer’s clock', () => {
  const { since, until } = timesOf({ from: '2026-11-01', to: '2026-11-03' })
  expect(new Date(since ?? '').getTime()).toBe(new Date(2026, 10, 1).getTime())
  expect(new Date(until ?? '').getTime()).toBe(new Date(2026, 10, 4).getTime())
  expect(timesOf({})).toEqual({})
})

test('days are counted back over the ends of months and years', () => {
  const now = new Date(2026, 0, 1, 0, 30)
  expect([dayBefore(now, 0), dayBefore(now, 1), dayBefore(now, 31)]).toEqual([
    ...['2026-01-01', '2025-12-31', '2025-12-01'],
  ])
})
