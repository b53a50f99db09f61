import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatW3dsUri, parseW3dsUri, type W3dsUri } from './uri.ts'

const SESSION = '0b6c3a0e-6f2b-4c55-9d8a-2f6f0c1d9e11'

function base64Of(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}

function signUri(data: string): string {
  return `w3ds://sign?session=s&data=${data}&redirect_uri=https://a.example/`
}

describe('parseW3dsUri', () => {
  test('reads an auth request as platforms write it, encoded or not', () => {
    const redirect = 'https://blabsy.example.com/api/auth?x=1'
    const uri = { action: 'auth', redirect, session: SESSION, platform: 'blabsy' }
    for (const written of [redirect, encodeURIComponent(redirect)]) {
      const text = `w3ds://auth?redirect=${written}&session=${SESSION}&platform=blabsy`
      expect(parseW3dsUri(text)).toEqual(uri)
      expect(parseW3dsUri(text.replace('w3ds://auth?', 'W3DS://AUTH/?'))).toEqual(uri)
      expect(parseW3dsUri(`${text}&theme=dark&`)).toEqual(uri)
    }
  })

  test.each([
    ['a+b/c==', 'a+b/c=='],
    ['%20%0A%09%00', ' \n\t\0'],
    ['%F0%9F%A6%8A%C3%A4', '🦊ä'],
    ['%2525', '%25'],
    ['a.b', 'a.b'],
    ['a.b.c', 'a.b.c'],
  ])('the session %s is exactly %j', (written, session) => {
    const text = `w3ds://auth?session=${written}&redirect=http://localhost:3000&platform=p`
    expect(parseW3dsUri(text)).toMatchObject({ session })
  })

  test('reads the data of a sign request in base64 and base64url, padded or not', () => {
    // In base64 it has a +, a / and padding.
    const data = { message: '>>> ???  🦊ÿÿ?', sessionId: 's', extra: { a: [1, null] } }
    const base64 = base64Of(data)
    expect(base64).toMatch(/\+.*\/.*=$|\/.*\+.*=$/)
    const urlSafe = base64.replaceAll('+', '-').replaceAll('/', '_')
    for (const text of [base64, encodeURIComponent(base64), urlSafe, urlSafe.replace(/=+$/, '')]) {
      expect(parseW3dsUri(signUri(text))).toEqual({
        action: 'sign',
        session: 's',
        data,
        redirectUri: 'https://a.example/',
      })
    }
  })

  test.each([
    ['w3ds://file?id=@user-a.w3id/abc', '@user-a.w3id', 'abc'],
    ['w3ds://file?id=%40User-A.w3id%2Fabc', '@user-a.w3id', 'abc'],
    ['w3ds://file?id=@a%2Fb/c%2Fd', '@a/b', 'c/d'],
    ['w3ds://file?id=@a/b/c', '@a', 'b/c'],
  ])('%s', (text, ename, metaEnvelopeId) => {
    expect(parseW3dsUri(text)).toEqual({ action: 'file', ename, metaEnvelopeId })
  })

  const auth = 'w3ds://auth?session=s&platform=p&redirect='
  const token = (header: string) => Buffer.from(header).toString('base64url')
  test.each([
    ['', 'is none of'],
    ['https://auth?session=s', 'is none of'],
    ['w3ds://pay?session=s', 'is none of'],
    ['w3ds://auth', 'is none of'],
    ['w3ds://x@auth?session=s', 'is none of'],
    [`${auth}https://a/\u0000`, 'control characters'],
    [`${auth}https://a/#b`, '%23'],
    [`${auth}https://${'a'.repeat(8192)}`, 'more than 8192'],
    [`${auth}`, 'no redirect'],
    [`${auth}javascript:alert(1)`, 'no http or https URL'],
    [`${auth}w3ds://auth`, 'no http or https URL'],
    [`${auth}//a.example`, 'no http or https URL'],
    [`${auth}https:a.example`, 'no http or https URL'],
    [`${auth}%20https://a.example`, 'no http or https URL'],
    [`${auth}java%0Ascript:https://a`, 'no http or https URL'],
    [`${auth}https://a%0A.example`, 'no http or https URL'],
    [`${auth}https:%5C%5Ca.example`, 'no http or https URL'],
    [`${auth}https://:80`, 'no http or https URL'],
    [`${auth}https://bank.example@a.example`, 'user name'],
    [`${auth}https://:x@a.example`, 'user name'],
    [`${auth}https://a&session=t`, 'twice'],
    [`${auth}https://a&%73ession=s`, 'twice'],
    [`${auth}https://a&other&other`, 'twice'],
    [`${auth}https://a%`, '%'],
    [`${auth}https://a&%FF=1`, '%'],
    ['w3ds://auth?session=s&redirect=https://a&platform=a%0D%0Ab', 'control characters'],
    ['w3ds://auth?session=&redirect=https://a&platform=p', 'no session'],
    ['w3ds://auth?session&redirect=https://a&platform=p', 'no session'],
    ['w3ds://auth?session=%7B%22id%22:1%7D&redirect=https://a&platform=p', 'document'],
    [`w3ds://auth?session=${token('{"a":1}')}.e30&redirect=https://a&platform=p`, 'token'],
    [`w3ds://auth?session=${token(' {"a":1}')}.e30&redirect=https://a&platform=p`, 'token'],
    [signUri('!!!'), 'no JSON object'],
    [signUri('-+--'), 'no JSON object'],
    [signUri(base64Of([1])), 'no JSON object'],
    [signUri(base64Of(null)), 'no JSON object'],
    [signUri(Buffer.from('{"a":"\xff"}', 'latin1').toString('base64')), 'no JSON object'],
    [signUri(base64Of({ sessionId: 's' })), 'no message'],
    [signUri(base64Of({ message: 'm', sessionId: 1 })), 'no sessionId'],
    [signUri(base64Of({ message: 'm', sessionId: 't' })), 'another session'],
    ['w3ds://file?id=@a', 'The id is not'],
    ['w3ds://file?id=@a/', 'The id is not'],
    ['w3ds://file?id=@/b', 'empty'],
    ['w3ds://file?id=@a/b%00', 'control characters'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseW3dsUri(text)).toThrow(problem)
    expect(() => parseW3dsUri(text)).toThrow(TypeError)
  })

  test('any text is a URI or a TypeError', () => {
    const parts = fc.constantFrom(
      ...['w3ds://', 'auth', 'sign', 'file', '?', '&', '=', 'session', 'data', 'redirect', 'id'],
      ...['platform', 'https://a', '@a', '/', '%', '%41', '+', 'eyJ9', '#'],
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ unit: 'binary' }))), (all) => {
        try {
          return ['auth', 'sign', 'file'].includes(parseW3dsUri(all.join('')).action)
        } catch (error) {
          return error instanceof TypeError
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('formatW3dsUri', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  const sessions = text.filter((session) => !session.startsWith('{'))
  const addresses = fc.webUrl({ withQueryParameters: true, withFragments: true })
  const printable = text.filter((some) => !/\p{Cc}/u.test(some))
  const uris: fc.Arbitrary<W3dsUri> = fc.oneof(
    fc.record({
      action: fc.constant('auth' as const),
      redirect: addresses,
      session: sessions,
      platform: printable,
    }),
    fc
      .tuple(sessions, text, fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), addresses)
      .map(([session, message, rest, redirectUri]) => ({
        action: 'sign' as const,
        session,
        data: JSON.parse(JSON.stringify({ ...rest, message, sessionId: session })),
        redirectUri,
      })),
    fc.record({
      action: fc.constant('file' as const),
      ename: fc.oneof(
        fc.uuid().map((id) => `@${id}`),
        fc.constantFrom('@a/b', '@zoë 🦊', '@a&id=b', '@a#1'),
      ),
      metaEnvelopeId: printable,
    }),
  )

  test('what it writes is read as the same', () => {
    fc.assert(
      fc.property(uris, (uri) => {
        fc.pre(JSON.stringify(uri).length < 1500)
        const written = formatW3dsUri(uri)
        expect(parseW3dsUri(written)).toEqual(uri)
        expect(formatW3dsUri(parseW3dsUri(written))).toBe(written)
      }),
      { numRuns: 2000 },
    )
  })

  test('writes the parameters in the order of the protocol', () => {
    const auth = { redirect: 'https://a.example/?b=c', session: 'a b+c', platform: 'p' }
    expect(formatW3dsUri({ action: 'auth', ...auth })).toBe(
      'w3ds://auth?redirect=https%3A%2F%2Fa.example%2F%3Fb%3Dc&session=a%20b%2Bc&platform=p',
    )
    expect(formatW3dsUri({ action: 'file', ename: 'User-A/x', metaEnvelopeId: 'b/c' })).toBe(
      'w3ds://file?id=@user-a%2Fx/b%2Fc',
    )
  })

  test('writes nothing that would not be read', () => {
    const auth = { redirect: 'https://a.example', session: 's', platform: 'p' }
    const format = (changes: object) => () => formatW3dsUri({ action: 'auth', ...auth, ...changes })
    expect(format({})).not.toThrow()
    expect(format({ redirect: 'ftp://a' })).toThrow('no http or https URL')
    expect(format({ session: '' })).toThrow('no session')
    expect(format({ session: '\ud800' })).toThrow('not Unicode')
    expect(format({ platform: 'x'.repeat(9000) })).toThrow('more than 8192')
  })
})
