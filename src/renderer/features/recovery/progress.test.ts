import { expect, it } from 'vitest'
import { endedSentences, friendSentence, missingApprovals, progressSentence } from './progress.ts'

const NOW = Date.UTC(2026, 5, 15, 12)
type Answer = 'pending' | 'approved' | 'declined'

function recovery(answers: readonly Answer[], untilMs: number, threshold = 2) {
  const friends = answers.map((answer, at) => ({
    ...{ ename: `@friend-${at}`, answer, reached: true, problem: null },
  }))
  const until = new Date(NOW + untilMs).toISOString()
  return { state: 'collecting' as const, until, threshold, friends }
}

const HOUR = 3_600_000

it.each([
  [['pending', 'pending', 'pending'], 24 * HOUR, '2 approvals are missing; new keys come in 1 day'],
  [
    ['approved', 'pending', 'pending'],
    2 * HOUR,
    'One approval is missing; new keys come in 2 hours',
  ],
  [['approved', 'pending', 'declined'], -1, 'One approval is missing. The waiting time is over.'],
  [
    ['approved', 'approved', 'pending'],
    HOUR,
    'Enough friends have approved. Your new keys come in',
  ],
  [['approved', 'approved', 'declined'], -1, 'Enough friends have approved and the waiting time'],
  [['declined', 'pending', 'declined'], HOUR, 'Too many have declined'],
] as const)('with %j and %i ms to go: %s', (answers, left, start) => {
  expect(progressSentence(recovery(answers, left), NOW).startsWith(start)).toBe(true)
})

it('counts no approval twice, and none below nothing', () => {
  expect(missingApprovals(recovery(['approved', 'approved', 'approved'], 0))).toBe(0)
})

it('says of each friend what they did, and why they were not reached', () => {
  const friend = { ename: '@a', answer: 'pending' as const, reached: false, problem: null }
  expect(friendSentence(friend)).toBe('Not reached yet.')
  expect(friendSentence({ ...friend, reached: true })).toBe('Has your request, no answer yet.')
  expect(friendSentence({ ...friend, problem: 'It cannot be reached' })).toBe(
    'Not reached yet. It cannot be reached. It is tried again by itself.',
  )
  expect(friendSentence({ ...friend, answer: 'approved' })).toBe('Approved')
  expect(friendSentence({ ...friend, answer: 'declined' })).toBe('Declined')
})

it('says of every end without keys what to do next', () => {
  expect(Object.keys(endedSentences).sort()).toEqual(['cancelled', 'vetoed', 'void'])
})
