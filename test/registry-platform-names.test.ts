import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalisePlatform } from '../src/evault/access/platform-name.ts'
import { canonicalPlatform } from '../src/registry/embedded/platform-name.ts'

/** Spellings of few platforms, so that many of them are one. */
const spelling = fc
  .record({
    space: fc.constantFrom('', ' '),
    scheme: fc.constantFrom(
      'https://',
      'HTTPS://',
      'http://',
      'https:',
      'https:\\\\',
      'https:///',
      '',
    ),
    user: fc.constantFrom('', 'u:p@', '@'),
    host: fc.constantFrom('x.example', 'X.Example', 'ⓧ.example', 'x.example.', '%78.example'),
    port: fc.constantFrom('', ':443', ':80', ':8080', ':'),
    path: fc.constantFrom('', '/', '//', '/a', '/a/', '/A', '/b/../a', '/./', '\\', '/%61', '/.'),
    rest: fc.constantFrom('', '?', '?a=b', '#', '#c', '?a#b/'),
  })
  .map(({ space, scheme, user, host, port, path, rest }) =>
    [space, scheme, user, host, port, path, rest, space].join(''),
  )

test.each([
  ['https:\\\\x.example/A', 'https:\\\\x.example/a'],
  ['https:x.example/A', 'https:x.example/a'],
])('%s is another platform than %s, however it is written', (one, other) => {
  expect(normalisePlatform(one)).not.toBe(normalisePlatform(other))
  expect(normalisePlatform(one)).toBe(normalisePlatform('https://x.example/A/'))
})

test('what is one platform to the vault’s consents is one to the registry', () => {
  let same = 0
  fc.assert(
    fc.property(spelling, spelling, (one, other) => {
      if (normalisePlatform(one) !== normalisePlatform(other)) return
      same += 1
      expect(canonicalPlatform(one)).toBe(canonicalPlatform(other))
    }),
    { numRuns: 30_000 },
  )
  expect(same).toBeGreaterThan(100)
})

test('a token that says verified names the platform as the vault’s consents do', () => {
  fc.assert(
    fc.property(spelling, (text) => {
      const url = canonicalPlatform(text)
      if (url === null) return
      expect(normalisePlatform(url)).toBe(url)
      expect(canonicalPlatform(url)).toBe(url)
    }),
    { numRuns: 3000 },
  )
})
