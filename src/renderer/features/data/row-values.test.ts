import { describe, expect, it } from 'vitest'
import { rowValues, valueIn } from './row-values.ts'

const uuid = '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'

describe('rowValues', () => {
  it('keeps short texts, numbers and truth values, and no ids', () => {
    const payload = {
      ...{ id: 'post-1', authorId: 'someone', mentionedIDs: 'a', friend: uuid },
      ...{ likeCount: 3, isArchived: false, mood: 'calm', paid: 'yes' },
      ...{ tags: ['a'], own: { deep: 1 }, nothing: null, blank: '' },
    }
    const kept = { likeCount: 3, isArchived: false, mood: 'calm', paid: 'yes' }
    expect(rowValues(payload)).toEqual({ fields: kept, more: false })
  })

  it('cuts long texts, and prefers what is short, so that a row stays small', () => {
    const numbers = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`n${at}`, at]))
    const { fields, more } = rowValues({ long: 'x'.repeat(300), bio: '😀'.repeat(200), ...numbers })
    expect(Object.keys(fields)).toEqual([...Object.keys(numbers), 'long'])
    expect(fields.long).toBe(`${'x'.repeat(60)}…`)
    expect(more).toBe(true)
    expect(rowValues({ bio: '😀'.repeat(200) }).fields.bio).toBe(`${'😀'.repeat(60)}…`)
  })

  it('takes fields by their own name only', () => {
    const values = rowValues(JSON.parse('{ "__proto__": 1 }'))
    expect(valueIn(values, '__proto__')).toBe(1)
    expect(valueIn(values, 'toString')).toBeNull()
  })
})
