import { describe, expect, test } from 'vitest'
import { hasExpired, isThisComputer, readSessionRequest } from './session-request.ts'
import { formatW3dsUri } from './uri.ts'

const session = '0b6c3a0e-6f2b-4c55-9d8a-2f6f0c1d9e11'
const auth = (changes: object = {}) =>
  `w3ds://auth?${new URLSearchParams({
    ...{ redirect: 'https://blabsy.example/api/auth', session, platform: 'blabsy' },
    ...changes,
  })
    .toString()
    .replaceAll('+', '%20')}`
const sign = (message: string, changes: object = {}) =>
  formatW3dsUri({
    ...{ action: 'sign', session, data: { message, sessionId: session } },
    redirectUri: 'https://sign.example:8443/done?x=1',
    ...changes,
  })
const base64url = (text: string) => Buffer.from(text).toString('base64url')

test('a login is read with its host and what is signed', () => {
  expect(readSessionRequest(` ${auth()}\n`)).toEqual({
    ...{ action: 'auth', platform: 'blabsy', session, message: null },
    ...{ redirect: 'https://blabsy.example/api/auth', host: 'blabsy.example', expiresAt: null },
  })
})

test('a signature is read with its message', () => {
  expect(readSessionRequest(sign('I agree:\r\n\tto all of it'))).toEqual({
    ...{ action: 'sign', platform: null, session, message: 'I agree:\n\tto all of it' },
    ...{ redirect: 'https://sign.example:8443/done?x=1', host: 'sign.example:8443' },
    expiresAt: null,
  })
})

test.each([
  ['when it ends', { expiresAt: 1_767_323_045_000 }, 1_767_323_045_000],
  ['when it ends, in seconds', { expiresAt: 1_767_323_045 }, 1_767_323_045_000],
  ['when it ends, as ISO 8601', { expiresAt: '2026-01-02T03:04:05Z' }, 1_767_323_045_000],
  [
    'when it ends, as ISO 8601 elsewhere',
    { expiresAt: '2026-01-02T04:04:05.5+01:00' },
    1_767_323_045_500,
  ],
  ['when it began', { timestamp: 1_767_323_045_000 }, 1_767_323_945_000],
  ['when it began, in seconds', { timestamp: 1_767_323_045 }, 1_767_323_945_000],
  ['both', { timestamp: 1_767_323_045_000, expiresAt: 1_767_323_045_001 }, 1_767_323_045_001],
  ['what is no time', { timestamp: {}, expiresAt: 'soon' }, null],
  ['a bare number as text', { expiresAt: '12' }, null],
  ['a sentence', { expiresAt: 'in 15 minutes, at 5' }, null],
  ['a day without an hour', { expiresAt: '2026-01-02' }, null],
  ['a day that is none', { expiresAt: '2026-13-02T03:04:05Z' }, null],
  ['an hour nowhere', { expiresAt: '2026-01-02T03:04:05' }, null],
  ['a count of seconds', { expiresAt: 900 }, null],
  ['a number below nothing', { timestamp: -1 }, null],
  ['a number beyond all calendars', { timestamp: 1e300 }, null],
])('a link of sign may say %s', (_, times, expiresAt) => {
  const request = readSessionRequest(
    sign('m', { data: { message: 'm', sessionId: session, ...times } }),
  )
  expect(request.expiresAt).toBe(expiresAt)
  expect(hasExpired(request, (expiresAt ?? 0) - 1)).toBe(false)
  expect(hasExpired(request, expiresAt ?? 0)).toBe(expiresAt !== null)
})

describe('what the same key signs for something else is refused', () => {
  test.each([
    ['a digest of the operation log', '0123456789abcdef'.repeat(4)],
    ['one in capitals', 'ABCDEF0123456789'.repeat(4)],
    ['a document', '{"data":{},"subject":"@a","type":"self"}'],
    ['JSON of another kind', '["a"]'],
    ['a token', `${base64url('{"alg":"ES256"}')}.${base64url('{"iss":"@a"}')}`],
    ['one with a payload that is no base64', `${base64url('{"alg":"ES256"}')}.any payload`],
    ['one with nothing after the dot', `${base64url('{"alg":"ES256"}')}.`],
    ['one with spaces before its JSON', `${base64url(' \n{"alg":"ES256"}')}.e30`],
    ['one in padded base64', `${Buffer.from('{"a":1}??').toString('base64')}.e30`],
  ])('%s', (_, other) => {
    expect(() => readSessionRequest(auth({ session: other }))).toThrow(/^The session is a/)
  })

  test('but a session of letters, digits, dots and dashes is none of these', () => {
    for (const one of [session, 'a.b.c', 'abc', 'f'.repeat(63), 'f'.repeat(65), 'Zürich 3']) {
      expect(readSessionRequest(auth({ session: one })).session).toBe(one)
    }
  })
})

test.each([
  [auth({ session: 'x'.repeat(513) }), 'more than 512'],
  [auth({ session: 'a\u202eb' }), 'nobody sees'],
  [auth({ session: 'a\nb' }), 'nobody sees'],
  [auth({ session: ' a' }), 'nobody sees'],
  [auth({ platform: 'x'.repeat(201) }), 'no name'],
  [auth({ platform: 'bank\u202eelpmaxe' }), 'no name'],
  [auth({ redirect: 'http://blabsy.example/' }), 'without encryption'],
  [auth({ redirect: 'http://localhost.example/' }), 'without encryption'],
  [auth({ redirect: 'http://10.0.0.1/' }), 'without encryption'],
  [sign('x'.repeat(2001)), 'more than 2000'],
  [sign('\n'.repeat(30)), '30 lines'],
  [sign('pay 10\u202e00'), 'nobody sees'],
  [sign('pay\u200b10'), 'nobody sees'],
  ['w3ds://file?id=@a/b', 'nothing is signed'],
  ['https://blabsy.example', 'is none of'],
])('%j is refused', (uri, problem) => {
  expect(() => readSessionRequest(uri)).toThrow(problem)
  expect(() => readSessionRequest(uri)).toThrow(TypeError)
})

test('http is for this computer, whatever it is called', () => {
  for (const host of ['localhost:3000', '127.0.0.1', '127.1:80', '[::1]:9', 'app.localhost']) {
    expect(readSessionRequest(auth({ redirect: `http://${host}/a` })).platform).toBe('blabsy')
  }
  expect(isThisComputer('127.0.0.1.example')).toBe(false)
})
