import { expect, it } from 'vitest'
import { signedAt, verdictWords } from './verdict-words.ts'

const valid = { verdict: 'valid', reason: null, message: 'Signed.' } as const

it('tells a key in use from one that was renewed since', () => {
  expect(verdictWords({ ...valid, keyState: 'current' })).toMatchObject({
    tone: 'ok',
    word: 'Valid',
    meaning: 'Signed with a key that is in use.',
  })
  expect(verdictWords({ ...valid, keyState: 'former' }).meaning).toBe(
    'Signed before the key was renewed.',
  )
})

it.each(['WRONG_SIGNATURE', 'KEY_NOT_CURRENT', 'CERTIFICATE_FROM_UNKNOWN_REGISTRY'])(
  'calls a signature invalid for %s, once and for all',
  (reason) => {
    const words = verdictWords({ verdict: 'invalid', keyState: null, reason, message: 'raw' })
    expect(words).toMatchObject({ tone: 'bad', word: 'Invalid', canChange: false })
    expect(words.meaning).not.toBe('raw')
  },
)

it('gives the vault’s own cause where nobody answered, and lets it be asked again', () => {
  const words = verdictWords({
    ...{ verdict: 'unknown', keyState: null, reason: 'UNREACHABLE' },
    message: 'The vault of @ben does not answer.',
  })
  expect(words).toEqual({
    tone: 'unsure',
    word: 'Can’t be checked now',
    meaning: 'The vault of @ben does not answer.',
    canChange: true,
  })
})

it('never calls valid what it does not know', () => {
  const words = verdictWords({
    ...{ verdict: 'unknown', keyState: 'former', reason: 'TIME_UNPROVEN', message: '' },
  })
  expect(words).toMatchObject({ tone: 'unsure', word: 'Not proven', canChange: false })
})

it.each([
  ['2026-01-24T11:00:00', '2026-01-24T11:00:00Z'],
  ['2026-01-24T11:00:00Z', '2026-01-24T11:00:00Z'],
  ['2026-01-24T11:00:00+02:00', '2026-01-24T11:00:00+02:00'],
])('reads the time %s of a signature', (timestamp, time) => expect(signedAt(timestamp)).toBe(time))
