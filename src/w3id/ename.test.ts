import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newEName, normaliseEName, sameEName } from './ename.ts'

const UUID_NAME = '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'

describe('normaliseEName', () => {
  test.each([
    [UUID_NAME, UUID_NAME],
    ['E4D909C2-5D2F-4A7D-9473-B34B6C0F1A5A', UUID_NAME],
    ['  @User-A.w3id\n', '@user-a.w3id'],
    ['platform-a.w3id', '@platform-a.w3id'],
    ['@a/b', '@a/b'],
    ['x'.repeat(511), `@${'x'.repeat(511)}`],
  ])('%j → %j', (text, name) => {
    expect(normaliseEName(text)).toBe(name)
  })

  test.each([
    ['', 'empty'],
    [' \t ', 'empty'],
    ['@', 'empty'],
    ['@a\u0000b', 'control characters'],
    ['@a\r\nx-evil: 1', 'control characters'],
    ['@\ud800', 'control characters'],
    ['x'.repeat(512), '512'],
  ])('refuses %j', (text, problem) => {
    expect(() => normaliseEName(text)).toThrow(problem)
  })

  test('changes nothing the second time, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        let name: string
        try {
          name = normaliseEName(text)
        } catch (error) {
          return error instanceof TypeError
        }
        return name.startsWith('@') && normaliseEName(name) === name
      }),
      { numRuns: 2000 },
    )
  })
})

test('sameEName looks past case and a missing @, and at nothing else', () => {
  expect(sameEName('User-A.w3id', '@user-a.W3ID')).toBe(true)
  expect(sameEName('@user-a.w3id', '@user-b.w3id')).toBe(false)
})

describe('newEName', () => {
  test('is @ and the UUIDv5 of RFC 9562, appendix A.4', () => {
    const dnsNamespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
    expect(newEName('www.example.com', dnsNamespace)).toBe('@2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  test('needs entropy and a namespace that is a UUID', () => {
    expect(() => newEName('', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toThrow('entropy')
    expect(() => newEName('abc', 'no-uuid')).toThrow(TypeError)
  })
})
