import { expect, it } from 'vitest'
import { emptyList, type InboundRow, MOST_ROWS, withNews, withRead } from './inbound-list.ts'

function request(id: number, second: number): InboundRow {
  return {
    ...{ id: String(id), timestamp: new Date(second * 1_000).toISOString() },
    ...{ address: '192.0.2.7', method: 'POST', route: '/graphql', operation: null },
    ...{ caller: null, callerKind: null, callerName: null },
    ...{ verdict: 'served' as const, status: 200, durationMs: 3, bytesIn: 200 },
  }
}

const seconds = (rows: readonly InboundRow[]) =>
  rows.map(({ timestamp }) => Date.parse(timestamp) / 1_000)

it('has each request once, newest first, whether it was told or read', () => {
  let list = withNews(emptyList, { requests: [request(3, 30), request(2, 20)], leftOut: 0 })
  list = withRead(list, [request(2, 20), request(1, 10)])
  list = withNews(list, { requests: [request(4, 40)], leftOut: 0 })
  expect(seconds(list.rows)).toEqual([40, 30, 20, 10])
  expect(new Set(list.rows.map(({ id }) => id)).size).toBe(4)
})

it('keeps what came before the vault began to count anew', () => {
  const before = withRead(emptyList, [request(2, 20), request(1, 10)])
  const after = withRead(before, [request(1, 50)])
  expect(seconds(after.rows)).toEqual([50, 20, 10])
})

it('is bounded, and counts what it was not told of', () => {
  const many = Array.from({ length: MOST_ROWS }, (_, index) => request(index, index))
  const full = withRead(emptyList, many)
  const flooded = withNews(full, { requests: [request(900, 900)], leftOut: 350 })
  expect(flooded.rows).toHaveLength(MOST_ROWS)
  expect(seconds(flooded.rows)[0]).toBe(900)
  expect(withNews(flooded, { requests: [], leftOut: 5 }).leftOut).toBe(355)
})
