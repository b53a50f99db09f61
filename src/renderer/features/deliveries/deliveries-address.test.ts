import { expect, test } from 'vitest'
import { type DeliveriesPlace, deliveriesPath, placeOf } from './deliveries-address.ts'

const back = (place: DeliveriesPlace) =>
  placeOf(new URL(deliveriesPath(place), 'http://window').searchParams)

test('a place is the same again when it is read from its address', () => {
  const platform = 'https://post.example/a?b&c'
  const places: DeliveriesPlace[] = [
    ...[{}, { platform }, { platform, side: 'received' as const }],
    { platform, state: 'failed', delivery: 'WyJodHRwczov_-' },
  ]
  expect(places.map(back)).toEqual(places)
})

test('the first side goes without saying', () => {
  expect(deliveriesPath({ platform: 'a', side: 'deliveries' })).toBe('/deliveries?platform=a')
})

test('what is no side and no state is left out', () => {
  const read = (search: string) => placeOf(new URLSearchParams(search))
  expect(read('platform=a&side=else&state=toString')).toEqual({ platform: 'a' })
  expect(read('platform=&delivery=')).toEqual({})
})
