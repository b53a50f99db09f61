import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readableJson } from './readable-json.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('what is short is shown as it is', () => {
  expect(readableJson({ name: 'Ada', list: [1] })).toBe(
    '{\n  "name": "Ada",\n  "list": [\n    1\n  ]\n}',
  )
})

test('a long text is named by its beginning, its length and its hash', () => {
  const photo = `data:image/png;base64,${'A'.repeat(5_000)}`
  const shown = readableJson({ photoBlob: photo })
  expect(shown.length).toBeLessThan(300)
  expect(shown).toContain('5,022 characters')
  expect(shown).toContain(sha256(photo))
})

test('many lines are cut, and their hash tells two of them apart', () => {
  const many = (last: number) => ({ list: [...Array.from({ length: 100 }, (_, n) => n), last] })
  const shown = readableJson(many(1))
  expect(shown.split('\n').length).toBeLessThanOrEqual(25)
  expect(shown).toContain(sha256(JSON.stringify(many(1))))
  expect(shown).not.toBe(readableJson(many(2)))
})
