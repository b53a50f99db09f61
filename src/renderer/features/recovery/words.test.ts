import { expect, it } from 'vitest'
import {
  fingerprintGroups,
  majorityOf,
  ruleInShort,
  ruleRisk,
  ruleSentence,
  spelledFingerprint,
  waitWords,
} from './words.ts'

it.each([
  [0, 'no time'],
  [45, '45 seconds'],
  [90, '90 seconds'],
  [60, '1 minute'],
  [3_600, '1 hour'],
  [5_400, '90 minutes'],
  [86_400, '24 hours'],
  [90_000, '25 hours'],
  [3 * 86_400, '3 days'],
  [7 * 86_400, '1 week'],
  [10 * 86_400, '10 days'],
])('a wait of %i seconds is %s', (seconds, words) => {
  expect(waitWords(seconds)).toBe(words)
})

it.each([
  [0, 1, 'Add at least one friend.'],
  [1, 1, 'This friend alone can'],
  [3, 1, 'Any one of these three alone can'],
  [3, 2, 'Any two of these three together can'],
  [2, 2, 'Only both of these together can'],
  [3, 3, 'Only all three together can'],
  [40, 21, 'Any 21 of these 40 together can'],
])('of %i friends, %i enough: “%s”', (count, threshold, start) => {
  const sentence = ruleSentence({ count, threshold, waitSeconds: 86_400 })
  expect(sentence.startsWith(start)).toBe(true)
  if (count > 0) expect(sentence).toMatch(/new keys, after 24 hours in which you can stop it\.$/)
})

it('says that nothing can be stopped without a wait', () => {
  expect(ruleSentence({ count: 2, threshold: 2, waitSeconds: 0 })).toBe(
    'Only both of these together can give your vault new keys, at once: you have no time to stop it.',
  )
  for (const [count, threshold] of [
    [1, 1],
    [3, 1],
    [3, 2],
    [3, 3],
  ] as const) {
    const [at, later] = [0, 60].map((waitSeconds) =>
      ruleSentence({ count, threshold, waitSeconds }).split(', '),
    )
    expect(at?.[0]).toBe(later?.[0])
    expect(at?.[1]).toBe('at once: you have no time to stop it.')
  }
})

it('warns of a threshold that one can fail or trick', () => {
  expect(ruleRisk({ count: 3, threshold: 1 })).toContain('tricks one')
  expect(ruleRisk({ count: 1, threshold: 1 })).toContain('tricks this friend')
  expect(ruleRisk({ count: 3, threshold: 3 })).toContain('can’t help')
  expect(ruleRisk({ count: 3, threshold: 2 })).toBeNull()
  expect(ruleRisk({ count: 0, threshold: 1 })).toBeNull()
})

it('proposes more than half', () => {
  expect([1, 2, 3, 4, 5].map(majorityOf)).toEqual([1, 2, 2, 3, 3])
})

it.each([
  [1, 1, 'This one has to approve'],
  [3, 2, 'Any 2 of 3 have to approve'],
  [3, 3, 'All 3 have to approve'],
])('in short, %i friends with %i: %s', (count, threshold, words) => {
  expect(ruleInShort(count, threshold)).toBe(words)
})

it('cuts a fingerprint into groups, however it comes', () => {
  const groups = ['1f3a', '99c0', '04de', '7b21']
  expect(fingerprintGroups('1f3a 99c0 04de 7b21')).toEqual(groups)
  expect(fingerprintGroups('1f3a99c004de7b21')).toEqual(groups)
  expect(fingerprintGroups('')).toEqual([])
})

it('spells a fingerprint for a voice', () => {
  expect(spelledFingerprint('1f3a 99c0')).toBe('1 f 3 a, 9 9 c 0')
})
