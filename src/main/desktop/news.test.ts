import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNews } from './news.ts'
import { type WaitingItem, waitingKinds } from './waiting.ts'

const START = 1_000_000
const MINUTE = 60_000

test('what waited before the app was opened is no news', () => {
  const news = createNews(START)
  const old = item('platform', 'old', START - 1)
  const taken = news.take([old, item('platform', 'new', START)], START)
  expect(idsOf(taken.get('platform'))).toEqual(['new'])
})

test('what is new is told once, as long as it waits', () => {
  const news = createNews(START)
  const items = [item('signature', 'a', START)]
  expect(news.take(items, START).size).toBe(1)
  expect(news.take(items, START + MINUTE).size).toBe(0)
  expect(news.take([], START + 2 * MINUTE).size).toBe(0)
  expect(news.take(items, START + 3 * MINUTE).size).toBe(0)
})

test('what the owner has seen is not told afterwards', () => {
  const news = createNews(START)
  const items = [item('recovery', 'a', START)]
  news.pass(items)
  expect(news.take(items, START).size).toBe(0)
})

test('who comes within a minute is told of with those who come in it, other kinds at once', () => {
  const news = createNews(START)
  const waiting = [item('platform', 'a', START)]
  expect(news.take(waiting, START).size).toBe(1)
  waiting.push(item('platform', 'b', START + 1), item('signature', 's', START + 1))
  expect([...news.take(waiting, START + 5_000).keys()]).toEqual(['signature'])
  waiting.push(item('platform', 'c', START + 2))
  const later = news.take(waiting, START + MINUTE)
  expect(idsOf(later.get('platform'))).toEqual(['b', 'c'])
})

test('everything new is told exactly once, and never more than once a minute of a kind', () => {
  const arrival = fc.record({
    kind: fc.constantFrom(...waitingKinds),
    at: fc.integer({ min: -5, max: 100 }),
  })
  fc.assert(
    fc.property(fc.array(arrival), (arrivals) => {
      const news = createNews(START)
      const all = arrivals.map(({ kind, at }, n) => item(kind, `${n}`, START + at * 5_000))
      const told = new Map<string, { kind: string; at: number }>()
      const moments: { kind: string; now: number }[] = []
      // Looked at every five seconds, and long enough after the last.
      for (let now = START; now <= START + 200 * 5_000; now += 5_000) {
        const arrived = all.filter(({ since }) => since <= now)
        for (const [kind, items] of news.take(arrived, now)) {
          moments.push({ kind, now })
          for (const { id } of items) {
            expect(told.has(id)).toBe(false)
            told.set(id, { kind, at: now })
          }
        }
      }
      expect([...told.keys()].sort()).toEqual(
        all
          .filter(({ since }) => since >= START)
          .map(({ id }) => id)
          .sort(),
      )
      for (const { kind, now } of moments) {
        const near = moments.filter((one) => one.kind === kind && Math.abs(one.now - now) < MINUTE)
        expect(near).toHaveLength(1)
      }
    }),
  )
})

function item(kind: WaitingItem['kind'], id: string, since: number): WaitingItem {
  return { kind, id, name: 'a.example', count: 1, isVerified: true, since }
}

function idsOf(items: readonly WaitingItem[] = []): string[] {
  return items.map(({ id }) => id)
}
