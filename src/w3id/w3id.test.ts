import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatW3id, parseW3id, sameW3id, type W3id } from './w3id.ts'

const VAULT = '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'
const OBJECT = 'f2a6743e-8d5b-43bc-a9f0-1c7a3b9e90d7'

describe('parseW3id', () => {
  test.each<[string, W3id]>([
    [VAULT, { kind: 'global', ename: VAULT }],
    [VAULT.slice(1).toUpperCase(), { kind: 'global', ename: VAULT }],
    [' User-A.w3id\n', { kind: 'global', ename: '@user-a.w3id' }],
    ['@Zoë 🦊', { kind: 'global', ename: '@zoë 🦊' }],
    [`${VAULT}/${OBJECT}`, { kind: 'local', ename: VAULT, object: OBJECT }],
    [`${VAULT}/${OBJECT}`.toUpperCase().slice(1), { kind: 'local', ename: VAULT, object: OBJECT }],
    ['@User-A/Post 7', { kind: 'local', ename: '@user-a', object: 'Post 7' }],
    ['@a/b/C', { kind: 'local', ename: '@a', object: 'b/C' }],
    [`@a/${OBJECT.toUpperCase()} `, obj(`${OBJECT.toUpperCase()} `)],
  ])('%j', (text, w3id) => {
    expect(parseW3id(text)).toEqual(w3id)
  })

  test.each([
    ['', 'The eName is empty'],
    ['@', 'The eName is empty'],
    ['/x', 'The eName is empty'],
    ['@a/', 'no object id'],
    ['@a/b\n', 'The object id holds control characters'],
    ['@a/\ud800', 'The object id holds control characters'],
    [`@a/${'x'.repeat(513)}`, 'The object id has more than 512'],
    [`${'x'.repeat(512)}/b`, 'The eName has more than 512'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseW3id(text)).toThrow(problem)
    expect(() => parseW3id(text)).toThrow(TypeError)
  })

  test('what it reads is written and read as the same, whatever the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.tuple(fc.string(), fc.string()).map((parts) => parts.join('/')),
      fc.tuple(fc.uuid(), fc.uuid()).map((parts) => `@${parts.join('/')}`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        let w3id: W3id
        try {
          w3id = parseW3id(text)
        } catch (error) {
          return error instanceof TypeError
        }
        expect(parseW3id(formatW3id(w3id))).toEqual(w3id)
        return sameW3id(text, formatW3id(w3id))
      }),
      { numRuns: 2000 },
    )
  })
})

function obj(object: string): W3id {
  return { kind: 'local', ename: '@a', object }
}

test('formatW3id normalises, and refuses what would be read as something else', () => {
  expect(formatW3id({ kind: 'global', ename: 'User-A' })).toBe('@user-a')
  expect(formatW3id({ kind: 'local', ename: 'A', object: OBJECT.toUpperCase() })).toBe(
    `@a/${OBJECT}`,
  )
  expect(() => formatW3id({ kind: 'global', ename: '@a/b' })).toThrow('holds a /')
  expect(() => formatW3id({ kind: 'local', ename: '@a/b', object: 'c' })).toThrow('holds a /')
  expect(() => formatW3id({ kind: 'local', ename: '@a', object: '' })).toThrow('no object id')
})

test('sameW3id looks past the case of names and UUIDs, not of other object ids', () => {
  expect(sameW3id(`${VAULT}/${OBJECT}`, `${VAULT}/${OBJECT}`.toUpperCase().slice(1))).toBe(true)
  expect(sameW3id('User-A', '@user-a')).toBe(true)
  expect(sameW3id('@a/b', '@a/B')).toBe(false)
  expect(sameW3id('@a', '@a/a')).toBe(false)
})
