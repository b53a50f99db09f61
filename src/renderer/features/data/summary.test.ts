import { expect, it } from 'vitest'
import { summarise } from './summary.ts'

it.each([
  [{ id: 'x', authorId: '@y', content: 'Hello\n  world' }, 'Hello world', false],
  [{ createdAt: '2026-01-01', title: ' ', name: 'Ada' }, 'Ada', false],
  [{ id: 'only-an-id' }, 'only-an-id', false],
  [{ likes: 3, ok: true }, 'likes, ok', true],
  [{}, 'No fields', true],
  [null, 'null', true],
])('summarises %j', (payload, text, described) => {
  expect(summarise(payload)).toEqual({ text, described })
})

it('cuts a long text', () => {
  expect(summarise({ content: 'a'.repeat(1_000_000) }).text).toHaveLength(200)
})

it('shows where the search hit, when that is not in the first text', () => {
  const payload = { content: 'Hello', note: `${'x'.repeat(300)} the Needle here` }
  expect(summarise(payload, 'needle').text).toMatch(/^note: …x+ the Needle here$/)
  expect(summarise(payload, 'HELL').text).toBe('Hello')
  expect(summarise(payload, 'nowhere').text).toBe('Hello')
})
