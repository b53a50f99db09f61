import { expect, test } from 'vitest'
import { normalisePlatform as normaliseInVault } from '../../../evault/access/platform-name.ts'
import { callerOf, callerTitle, normalisePlatform, platformLine } from './caller.ts'

test('a caller is read from the line the logs have', () => {
  const platform = 'https://post.example/app'
  const ename = '@550e8400-e29b-41d4-a716-446655440000'
  expect(callerOf(`platform ${platform}`)).toEqual({ kind: 'platform', name: platform })
  expect(callerOf(platformLine(platform))).toEqual({ kind: 'platform', name: platform })
  expect(callerOf(`person ${ename}`)).toEqual({ kind: 'person', name: ename })
  expect(callerOf('owner').kind).toBe('owner')
  expect(callerOf('anonymous').kind).toBe('anonymous')
})

test.each([
  ['platform https://post.example', 'post.example'],
  ['platform https://post.example:8443/app/', 'post.example:8443/app'],
  ['platform Blabsy', 'Blabsy'],
  ['platform http://', 'http://'],
  ['person @550e8400-e29b-41d4-a716-446655440000', '@550e8400…0000'],
  ['owner', 'You'],
  ['anonymous', 'Without a token'],
])('%s is called %s', (line, title) => {
  expect(callerTitle(callerOf(line))).toBe(title)
})

test.each([
  'https://A.example/',
  'http://a.example:80/b//',
  'Blabsy',
  ' x ',
  'http://',
  'HTTPS://B',
])('%j is the platform here that it is in the vault', (name) => {
  expect(normalisePlatform(name)).toBe(normaliseInVault(name))
})
