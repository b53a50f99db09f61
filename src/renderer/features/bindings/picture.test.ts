import { expect, it } from 'vitest'
import { pictureOf, sizeText } from './picture.ts'

const base64Of = (bytes: readonly number[]) => btoa(String.fromCharCode(...bytes))
const bytesOf = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

const png = base64Of([137, 80, 78, 71, 13, 10, 26, 10, ...Array(20).fill(7)])
const svg = btoa('<svg xmlns="http://www.w3.org/2000/svg"/>')

it('reads a picture as base64, as a data: URI, and with line breaks', () => {
  const read = { src: `data:image/png;base64,${png}`, kind: 'PNG', bytes: 28 }
  expect(pictureOf(png)).toEqual(read)
  expect(pictureOf(`data:image/png;base64,${png}`)).toEqual(read)
  expect(pictureOf(`${png.slice(0, 12)}\n${png.slice(12)}`)).toEqual(read)
})

it('believes the bytes, not what a document says they are', () => {
  expect(pictureOf(`data:text/html;base64,${png}`)?.src).toMatch(/^data:image\/png;/)
  expect(pictureOf(`data:image/png;base64,${svg}`)).toBeNull()
})

it.each([
  ['JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
  ['GIF', bytesOf('GIF89a')],
  ['WebP', [...bytesOf('RIFF'), 10, 13, 0, 1, ...bytesOf('WEBP')]],
])('knows a %s', (kind, start) => {
  expect(pictureOf(base64Of([...start, ...Array(30).fill(0)]))?.kind).toBe(kind)
})

it.each([
  ['', 'nothing'],
  ['https://example.org/a.png', 'an address'],
  [svg, 'a vector image'],
  [`${png}"><script>..`, 'what is no base64'],
  [png.slice(0, -1), 'what is cut off'],
])('shows no picture for %j: %s', (blob) => {
  expect(pictureOf(blob)).toBeNull()
})

it.each([
  [999, '999 bytes'],
  [340_400, '340 KB'],
  [5_242_880, '5.2 MB'],
])('tells %i bytes', (bytes, text) => expect(sizeText(bytes)).toBe(text))
