import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBase64Decoder } from './base64-decoder.ts'

const refused = expect.objectContaining({ code: 'INVALID_CONTENT', field: 'content' })

/** Decodes pieces of these lengths (then the rest). */
function decode(text: string, lengths: readonly number[] = []) {
  const decoder = createBase64Decoder()
  const bytes = Buffer.from(text, 'latin1')
  const parts: Uint8Array[] = []
  let at = 0
  for (const length of [...lengths, bytes.length]) {
    parts.push(decoder.write(bytes.subarray(at, at + length)))
    at = Math.min(at + length, bytes.length)
  }
  parts.push(decoder.end())
  return { bytes: Buffer.concat(parts), mediaType: decoder.mediaType }
}

const lengths = fc.array(fc.nat(9), { maxLength: 60 })

test('whatever was encoded comes back, in all spellings and pieces', () => {
  const prefix = fc.constantFrom(
    ['', null],
    ['data:;base64,', null],
    ['data:image/png;base64,', 'image/png'],
    ['DATA:text/plain;charset=utf-8;BASE64,', 'text/plain;charset=utf-8'],
  )
  const spelling = fc.record({
    urlSafe: fc.boolean(),
    padded: fc.boolean(),
    lineLength: fc.option(fc.integer({ min: 1, max: 80 })),
    lineBreak: fc.constantFrom('\n', '\r\n'),
  })
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      spelling,
      prefix,
      lengths,
      (content, { urlSafe, padded, lineLength, lineBreak }, [start, mediaType], pieces) => {
        const base64 = Buffer.from(content).toString('base64')
        const alphabet = urlSafe ? base64.replaceAll('+', '-').replaceAll('/', '_') : base64
        const digits = padded ? alphabet : alphabet.replaceAll('=', '')
        const lines = lineLength
          ? digits.replace(new RegExp(`.{${lineLength}}`, 'g'), (line) => line + lineBreak)
          : digits
        const decoded = decode(start + lines, pieces)
        expect(decoded.bytes).toEqual(Buffer.from(content))
        expect(decoded.mediaType).toBe(mediaType)
      },
    ),
    { numRuns: 1000 },
  )
})

test('what is no base64 is refused, in whatever pieces it arrives', () => {
  const valid = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/
  const almost = fc
    .array(fc.constantFrom('A', 'z', '0', '+', '/', '-', '_', '=', '\n', ' ', ',', 'é', '\0'))
    .map((characters) => characters.join(''))
  fc.assert(
    fc.property(almost, lengths, (text, pieces) => {
      if (valid.test(text.replaceAll('\n', ''))) {
        const expected = Buffer.from(text, 'base64')
        expect(decode(text, pieces).bytes).toEqual(expected)
      } else {
        expect(() => decode(text, pieces)).toThrow(refused)
      }
    }),
    { numRuns: 3000 },
  )
})

test.each([
  'data:image/png;base64',
  'data:',
  'data:text/plain,hello',
  'data:text/plain;base64;x,aGk=',
  'data: image/png;base64,aGk=',
  'data:;base64,data:;base64,aGk=',
  `data:${'x'.repeat(1100)};base64,aGk=`,
  ' data:;base64,aGk=',
  'A',
  'AA=',
  'AAA==',
  '====',
  'AA==AA==',
  'AAAA====',
  'AAAA=',
  'aGk%3D',
])('%j is refused', (text) => {
  expect(() => decode(text)).toThrow(refused)
  expect(() => decode(text, Array(text.length).fill(1))).toThrow(refused)
})

test('digits that read like the start of a prefix are digits', () => {
  for (const text of ['d', 'da', 'data', 'dataAAAA', 'DATA']) {
    if (text.length === 1) expect(() => decode(text)).toThrow(refused)
    else expect(decode(text, [1, 1, 1]).bytes).toEqual(Buffer.from(text, 'base64'))
  }
})
