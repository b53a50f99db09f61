import fc from 'fast-check'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { encodeCursor, preparePage } from './page.ts'

const refused = (message: string) =>
  expect.objectContaining({ code: 'INVALID_PAGE', message: expect.stringContaining(message) })

test('a cursor is read as the position it was made of, and fits into an address', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 41), fc.nat(2 ** 31 - 1), (msecs, seq) => {
      const position = v7({ msecs, seq })
      const cursor = encodeCursor(position)
      expect(cursor).toMatch(/^[\w-]{22}$/)
      expect(preparePage({ after: cursor }).from).toBe(position)
      expect(preparePage({ before: cursor }).from).toBe(position)
    }),
  )
})

test.each([
  [{}, { direction: 'forward', size: 20, from: null }],
  [
    { first: null, after: null, last: null, before: null },
    { direction: 'forward', size: 20 },
  ],
  [{ first: 0 }, { direction: 'forward', size: 0 }],
  [{ first: 100 }, { direction: 'forward', size: 100 }],
  [{ last: 7 }, { direction: 'backward', size: 7, from: null }],
  [
    { last: 7, first: null },
    { direction: 'backward', size: 7 },
  ],
])('%j asks for %j', (args, request) => {
  expect(preparePage(args)).toMatchObject(request)
})

test.each([
  [{ first: 1, last: 1 }, 'not both'],
  [{ first: 1, before: encodeCursor(v7()) }, 'not both'],
  [{ after: encodeCursor(v7()), last: 1 }, 'not both'],
  [{ first: 0, last: 0 }, 'not both'],
  [{ first: -1 }, 'first must be 0 to 100'],
  [{ first: 101 }, 'first must be 0 to 100'],
  [{ last: 101 }, 'last must be 0 to 100'],
  [{ first: 1.5 }, 'first must be'],
  [{ first: Number.NaN }, 'first must be'],
])('%j is refused: %s', (args, message) => {
  expect(() => preparePage(args)).toThrow(refused(message))
})

test('any text is a cursor or INVALID_PAGE, never anything else', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .uint8Array({ minLength: 15, maxLength: 17 })
      .map((b) => Buffer.from(b).toString('base64url')),
  )
  fc.assert(
    fc.property(anyText, (after) => {
      try {
        expect(preparePage({ after }).from).toMatch(/^[0-9a-f-]{36}$/)
      } catch (error) {
        expect(error).toEqual(refused('not a cursor of this list'))
      }
    }),
    { numRuns: 1000 },
  )
})
