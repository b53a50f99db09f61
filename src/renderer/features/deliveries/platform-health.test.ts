import { expect, test } from 'vitest'
import { healthOf } from './platform-health.ts'

const well = { state: 'healthy' as const, backlog: 0, failed: 0, lastSuccessAt: '2026-11-01' }
const words = (change: Partial<Parameters<typeof healthOf>[0]>) =>
  healthOf({ ...well, ...change }).words

test('only what was received with nothing left over is up to date', () => {
  expect(healthOf(well)).toEqual({ tone: 'ok', icon: 'ok', words: 'Up to date' })
  const others = [{ backlog: 1 }, { failed: 1 }, { lastSuccessAt: null }]
  expect(others.map(words)).toEqual(['Receiving', '1 given up', 'Nothing sent yet'])
  expect(others.map((one) => healthOf({ ...well, ...one }).tone)).not.toContain('ok')
})

test('what the owner has to see to comes before what is on its way', () => {
  expect(words({ failed: 2, backlog: 5 })).toBe('2 given up')
  expect(words({ state: 'failing', failed: 2, backlog: 5 })).toBe('Failing')
  expect(words({ state: 'paused', failed: 2 })).toBe('Paused')
  expect(words({ state: 'unlisted', backlog: 1 })).toBe('Not listed any more')
  expect(words({ state: 'notAllowed' })).toBe('Not allowed to read')
})
