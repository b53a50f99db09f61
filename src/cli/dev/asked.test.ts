import { expect, test } from 'vitest'
import { readAsked, readLink } from './asked.ts'

const link = 'w3ds://auth?redirect=http://localhost:3001/login&session=abc&platform=murmur'

test('a link is found whether it was escaped or not', () => {
  expect(readLink(`/?uri=${encodeURIComponent(link)}`)).toBe(link)
  expect(readLink(`/?uri=${link}`)).toBe(link)
  expect(readLink(`/?from=murmur&uri=${link}`)).toBe(link)
  expect(readLink('/?uri=')).toBe('')
  expect(readLink('/')).toBeNull()
  expect(readLink('/?other=w3ds://auth')).toBeNull()
})

test('what nobody should sign has a problem in place of a request', () => {
  expect(readAsked(link)).toMatchObject({ uri: link, request: { session: 'abc' } })
  expect(readAsked('https://elsewhere.example')).toMatchObject({ problem: expect.any(String) })
  expect(readAsked(link.replace('http://localhost', 'http://elsewhere.example'))).toEqual({
    uri: expect.any(String),
    problem: 'The answer would go to another computer without encryption.',
  })
})
