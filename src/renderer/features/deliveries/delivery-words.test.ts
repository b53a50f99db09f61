import { afterEach, expect, test } from 'vitest'
import { activateLanguage } from '../../../language/activate.ts'
import {
  attemptErrorWords,
  dueText,
  missingWords,
  rateText,
  stateSentence,
  stateWords,
  tookText,
} from './delivery-words.ts'

afterEach(() => activateLanguage('en', 'en', {}))

const waiting = { state: 'waiting' as const, reason: null, attemptCount: 0, nextTryAt: null }
const failed = (reason: string | null) => ({ ...waiting, state: 'failed' as const, reason })
const withheld = (reason: string) => ({ ...waiting, state: 'withheld' as const, reason })

test('each state has words, and those that ended have their reason', () => {
  const all = [
    ...[waiting, { ...waiting, attemptCount: 3 }, { ...waiting, state: 'delivered' as const }],
    ...[failed('REFUSED'), failed('UNREACHABLE'), failed(null), failed('SOMETHING_NEW')],
    ...[withheld('OWN_CHANGE'), withheld('SOMETHING_NEW')],
  ]
  expect(all.map(stateWords)).toEqual([
    ...['Waiting', 'Waiting, tried 3×', 'Delivered'],
    ...['Refused', 'Given up for now', 'Given up', 'Given up'],
    ...['Not sent: its own change', 'Not sent'],
  ])
})

test('why something waits is said where the platform is the reason', () => {
  expect(stateSentence(waiting, 'paused')).toContain('when you resume')
  expect(stateSentence(waiting, 'failing')).toContain('answers again')
  expect(stateSentence(waiting, 'healthy')).toBeNull()
  expect(stateSentence({ ...waiting, state: 'delivered' }, 'paused')).toBeNull()
  expect(stateSentence(failed('REFUSED'), 'paused')).toContain('refused it')
})

test('what is tried next is told to the second when it is near', () => {
  const now = Date.parse('2026-11-01T10:00:00Z')
  const texts = [-5_000, 400, 11_200, 59_000, 61_000, 2 * 3_600_000].map((left) =>
    dueText(now + left, now),
  )
  expect(texts).toEqual(['now', 'now', 'in 12 sec.', 'in 59 sec.', 'in 1 min.', 'in 2 hr.'])
})

test('what took long is told in seconds', () => {
  expect([0, 12, 999, 1_400, 5_003].map(tookText)).toEqual([
    ...['0 ms', '12 ms', '999 ms', '1.4 sec', '5 sec'],
  ])
})

test('almost all is not all, and almost none is not none', () => {
  expect([0, 0.001, 0.5, 0.997, 1].map(rateText)).toEqual(['0%', '1%', '50%', '99%', '100%'])
})

test('why an attempt failed is said by its code in other languages, and as it was stored without one', () => {
  const error = 'The text that was stored: 503.'
  const failed = { error, errorCode: 'ERROR_STATUS' as const, errorDetail: '503' }
  expect(attemptErrorWords(failed)).toBe(error)
  activateLanguage('de', 'de', {})
  expect(attemptErrorWords(failed)).toBe('It answered 503.')
  expect(attemptErrorWords({ error, errorCode: null, errorDetail: null })).toBe(error)
  expect(attemptErrorWords({ error: null, errorCode: null, errorDetail: null })).toBeNull()
})

test('why a packet can’t be shown is said by its code in other languages', () => {
  const payload = { body: null, wasSent: false, missing: 'raw', missingCode: 'OWN_CHANGE' as const }
  expect(missingWords(payload)).toBe('raw')
  activateLanguage('de', 'de', {})
  expect(missingWords(payload)).toBe('The platform made the newest change itself.')
  expect(missingWords({ ...payload, missing: null, missingCode: null })).toBeNull()
})
