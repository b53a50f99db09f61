import { expect, it } from 'vitest'
import { emptyTrust, isSameTrust, readName, thresholdOf, trustErrorsOf } from './trust-draft.ts'

const own = '@me.w3id'

it('takes a name in the one form that names are compared in', () => {
  expect(readName(' Anna.W3ID ', [], own)).toEqual({ ename: '@anna.w3id', problem: null })
})

it('says nothing of what has only been begun', () => {
  for (const text of ['', ' ', '@']) {
    expect(readName(text, [], own)).toEqual({ ename: null, problem: null })
  }
})

it.each([
  ['@ME.w3id', 'is you'],
  ['@Anna.w3id', 'already'],
  ['@a @b', 'without spaces'],
  ['@anna.w3id/post', 'names a record'],
  [`@${'a'.repeat(600)}`, '512'],
])('refuses %s', (text, reason) => {
  const { ename, problem } = readName(text, ['@anna.w3id'], own)
  expect(ename).toBeNull()
  expect(problem).toContain(reason)
})

it('refuses more names than an identity log takes', () => {
  const many = Array.from({ length: 100 }, (_, at) => `@friend-${at}`)
  expect(readName('@one-more', many, own).problem).toContain('100')
  expect(readName('@one-more', many.slice(1), own).problem).toBeNull()
})

it('needs more than half unless told otherwise, and never more than there are', () => {
  const trusted = ['@a', '@b', '@c']
  expect(thresholdOf(emptyTrust)).toBe(1)
  expect(thresholdOf({ ...emptyTrust, trusted })).toBe(2)
  expect(thresholdOf({ ...emptyTrust, trusted, threshold: 3 })).toBe(3)
  expect(thresholdOf({ ...emptyTrust, trusted: ['@a', '@b'], threshold: 3 })).toBe(2)
})

it('knows a draft that changes nothing', () => {
  const saved = { trusted: ['@a', '@b', '@c'], threshold: 2, waitSeconds: 60 }
  const same = { ...saved, trusted: ['@c', '@b', '@a'], threshold: null }
  expect(isSameTrust(same, saved)).toBe(true)
  expect(isSameTrust(saved, null)).toBe(false)
  expect(isSameTrust({ ...same, threshold: 3 }, saved)).toBe(false)
  expect(isSameTrust({ ...same, waitSeconds: 61 }, saved)).toBe(false)
  expect(isSameTrust({ ...same, trusted: ['@a', '@b', '@d'] }, saved)).toBe(false)
})

it('puts what the vault refuses at the field it names', () => {
  expect(
    trustErrorsOf([
      { field: 'trusted', message: 'trusted: @a has no vault with a certified key.' },
      { field: 'waitSeconds', message: 'waitSeconds: must be 0 to 10 years.' },
      { field: null, message: 'Nothing was signed: you did not confirm it.' },
    ]),
  ).toEqual({
    trusted: '@a has no vault with a certified key.',
    waitSeconds: 'Must be 0 to 10 years.',
    form: 'Nothing was signed: you did not confirm it.',
  })
})
