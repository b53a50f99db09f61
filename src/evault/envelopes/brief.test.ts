import fc from 'fast-check'
import { expect, test } from 'vitest'
import { briefOf } from './brief.ts'
import type { JsonObject } from './types.ts'

const payloads = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>

test('a small payload is as it is', () => {
  const payload = { text: 'Hello', at: [1, { deep: null }], empty: {}, flag: false }
  expect(briefOf(payload, 'zzz')).toEqual(payload)
})

test('a long text begins where it begins, or a little before what is looked for', () => {
  const text = `${'a'.repeat(1_000)} Canal ${'b'.repeat(1_000)}`
  expect(briefOf({ text }, '')).toEqual({ text: `${'a'.repeat(300)}…` })
  const { text: found } = briefOf({ text }, 'canal')
  expect(found).toMatch(/^…a{39} Canal b+…$/)
  expect(briefOf({ text }, 'not there')).toEqual(briefOf({ text }, ''))
})

test('half a character is never cut off', () => {
  const text = `${'a'.repeat(299)}😀${'b'.repeat(100)}`
  expect((briefOf({ text }, '').text as string).isWellFormed()).toBe(true)
})

test('whatever a payload holds, its brief is small and has the same first fields', () => {
  fc.assert(
    fc.property(payloads, fc.string(), (payload, around) => {
      const many = { ...payload, list: Array.from({ length: 5_000 }, () => 'x'.repeat(1_000)) }
      const brief = briefOf(many, around)
      expect(JSON.stringify(brief).length).toBeLessThan(200 * 2_000)
      const names = Object.keys(many).filter((name) => name.length <= 300)
      expect(Object.keys(brief)).toEqual(expect.arrayContaining(names.slice(0, 50)))
    }),
  )
})
