import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentDisposition, safeContentType } from './disposition.ts'

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

/** What a browser reads: `filename*`, because it knows it. */
const nameIn = (header: string) => decodeURIComponent(header.split("filename*=UTF-8''")[1] ?? '')

test.each([
  ['a.png', 'a.png', 'a.png'],
  ['Ümläut 日本.pdf', '_ml_ut __.pdf', 'Ümläut 日本.pdf'],
  ['😀.txt', '_.txt', '😀.txt'],
  ['say "hi" 100%.txt', 'say _hi_ 100_.txt', 'say "hi" 100%.txt'],
  ["it's (1)*!.txt", "it's (1)*!.txt", "it's (1)*!.txt"],
  ['../../etc/passwd', '.._.._etc_passwd', '.._.._etc_passwd'],
  ['C:\\a\\b.txt', 'C:_a_b.txt', 'C:_a_b.txt'],
  ['a\r\nSet-Cookie: b=c\0.txt', 'aSet-Cookie: b=c.txt', 'aSet-Cookie: b=c.txt'],
  ['gpj.\u202eexe', 'gpj.exe', 'gpj.exe'],
  ['half \ud800.txt', 'half _.txt', 'half \ufffd.txt'],
  ['', 'file', 'file'],
  [' .. ', 'file', 'file'],
  ['\n', 'file', 'file'],
])('%j is named "%s" in ASCII and %j in UTF-8', (filename, ascii, utf8) => {
  const header = contentDisposition(filename, 'image/png')
  expect(header).toContain(`inline; filename="${ascii}"; filename*=UTF-8''`)
  expect(nameIn(header)).toBe(utf8)
})

test('a long name is cut, its ending stays', () => {
  expect(nameIn(contentDisposition(`${'é'.repeat(500)}.jpeg`, ''))).toBe(`${'é'.repeat(115)}.jpeg`)
  expect(nameIn(contentDisposition('x'.repeat(500), ''))).toBe('x'.repeat(120))
  expect(nameIn(contentDisposition(`.${'x'.repeat(500)}`, ''))).toHaveLength(120)
})

test.each([
  'image/png',
  'IMAGE/JPEG',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'video/mp4; codecs="avc1"',
  'application/pdf',
  'text/plain; charset=utf-8',
])('%s is shown', (type) => {
  expect(contentDisposition('a', type)).toMatch(/^inline;/)
})

test.each([
  'image/svg+xml',
  'image/pngx',
  'text/html',
  'text/html; x=image/png',
  'text/plainer',
  'application/xhtml+xml',
  'application/pdf/x',
  'audio/',
  'audio/<script>',
  'text/plain, text/html',
  'image/png\r\nx: y',
  '',
])('%j is saved', (type) => {
  expect(contentDisposition('a', type)).toMatch(/^attachment;/)
})

test.each([
  ['image/png', 'image/png'],
  [' Text/Plain;Charset="UTF-8" ', 'text/plain; charset=utf-8'],
  ['text/csv; header=present; charset=latin1', 'text/csv; charset=latin1'],
  ['video/mp4; codecs="avc1, mp4a"', 'video/mp4'],
  ['application/vnd.api+json', 'application/vnd.api+json'],
  ['text', 'application/octet-stream'],
  ['text/', 'application/octet-stream'],
  ['text/plain;', 'application/octet-stream'],
  ['text/plain; charset', 'application/octet-stream'],
  ['text/plain\nx', 'application/octet-stream'],
  ['tëxt/plain', 'application/octet-stream'],
  [`a/${'b'.repeat(300)}`, 'application/octet-stream'],
])('%j is served as %s', (given, served) => {
  expect(safeContentType(given)).toBe(served)
})

test('any name and type give two headers that hold nothing but themselves', () => {
  const almostType = fc.oneof(
    anyText,
    fc.tuple(fc.constantFrom('text/', 'image/', 'text/plain;'), anyText).map((it) => it.join('')),
  )
  fc.assert(
    fc.property(anyText, almostType, (filename, contentType) => {
      const header = contentDisposition(filename, contentType)
      expect(header).toMatch(
        /^(inline|attachment); filename="[ !#$&-[\]-~]*"; filename\*=UTF-8''[\w.~%-]+$/,
      )
      expect(header.length).toBeLessThan(1700)
      expect(nameIn(header)).not.toMatch(/[/\\\p{Cc}]/u)
      expect(safeContentType(contentType)).toMatch(
        /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(; charset=[\w.:-]+)?$/,
      )
    }),
    { numRuns: 2000 },
  )
})
