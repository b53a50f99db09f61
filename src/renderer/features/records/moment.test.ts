import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localMoment, momentOf } from './moment.ts'

describe('a moment', () => {
  it('comes back from the local clock as it was, to the second', () => {
    const seconds = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2090, 0) })
    fc.assert(
      fc.property(seconds, (time) => {
        const stored = new Date(Math.trunc(time / 1_000) * 1_000).toISOString()
        const short = stored.replace('.000Z', 'Z')
        expect(momentOf(localMoment(stored), stored)).toBe(stored)
        expect(momentOf(localMoment(short), short)).toBe(short)
      }),
    )
  })

  it('is nothing while the field is not filled in', () => {
    expect(momentOf('', '2025-01-24T10:00:00Z')).toBe(null)
  })
})
