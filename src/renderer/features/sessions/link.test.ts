import { expect, test } from 'vitest'
import { readLink } from './link.ts'

const login = 'w3ds://auth?redirect=https://a.example/&session=s&platform=A'

test('a login is read, with what it would sign', () => {
  expect(readLink(` ${login}\n`, '@me')).toMatchObject({
    kind: 'session',
    request: { action: 'auth', host: 'a.example', session: 's' },
  })
})

test('a file leads to the record here, or to the document in another vault', () => {
  expect(readLink('w3ds://file?id=@me/a%20b', '@me')).toEqual({
    ...{ kind: 'place', vault: '@me', isOwn: true, path: '/data?record=a+b' },
  })
  const other = 'w3ds://file?id=@other/b'
  expect(readLink(other, '@me')).toEqual({
    ...{ kind: 'place', vault: '@other', isOwn: false },
    path: `/bindings?${new URLSearchParams({ link: other })}`,
  })
})

test.each([
  ['', 'no w3ds:// link'],
  ['https://a.example', 'no w3ds:// link'],
  ['w3ds://pay?a=b', 'none of'],
  [login.replace('https', 'http'), 'without encryption'],
  [login.replace('session=s', `session=${'0'.repeat(64)}`), 'digest'],
])('%j can’t be followed', (text, problem) => {
  const read = readLink(text, '@me')
  expect(read).toMatchObject({ kind: 'problem' })
  expect(read.kind === 'problem' && read.problem).toContain(problem)
})
