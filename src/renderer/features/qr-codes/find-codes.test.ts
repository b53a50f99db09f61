import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { findCodes } from './find-codes.ts'

const link =
  'w3ds://auth?redirect=https%3A%2F%2Fblabsy.example%2Fapi%2Fauth&session=6b1f2c34-5a5b&platform=Blabsy'

/** How a code is drawn; lengths in points, greys from 0 to 255. */
interface Drawing {
  readonly text?: string
  /** The side of a module. */
  readonly module?: number
  /** In modules. */
  readonly margin?: number
  readonly dark?: number
  readonly light?: number
  /** In degrees, around its middle. */
  readonly turned?: number
  /** Greys are off by up to so much. */
  readonly noise?: number
  readonly left?: number
  readonly top?: number
}

interface Paper {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

function paper(width: number, height: number, grey = 255): Paper {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey)
  return { data, width, height }
}

function draw({ data, width, height }: Paper, drawing: Drawing = {}): Paper {
  const { text = link, module = 4, margin = 4, dark = 0, light = 255 } = drawing
  const { turned = 0, noise = 0, left = 0, top = 0 } = drawing
  const { data: modules, size } = encode(text, { border: margin })
  const [cos, sin] = [Math.cos((turned / 180) * Math.PI), Math.sin((turned / 180) * Math.PI)]
  const half = (size * module) / 2
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [(at % width) - left - half, Math.floor(at / width) - top - half]
    const column = Math.floor((x * cos + y * sin + half) / module)
    const row = Math.floor((y * cos - x * sin + half) / module)
    const isDark = modules[row]?.[column]
    if (isDark === undefined) continue
    const off = noise * Math.sin(at * 12.9898)
    data.fill((isDark ? dark : light) + off, at * 4, at * 4 + 3)
  }
  return { data, width, height }
}

test.each<[string, Drawing]>([
  ['drawn plainly', {}],
  ['two points a module', { module: 2 }],
  ['one point a module', { module: 1 }],
  ['without a margin', { margin: 0 }],
  ['light on dark', { dark: 255, light: 0 }],
  ['dark on grey', { light: 128 }],
  ['light on grey', { dark: 255, light: 100 }],
  ['turned a little', { turned: 8 }],
  ['on its corner', { turned: 45 }],
  ['upside down', { turned: 180 }],
  ['noisy', { noise: 90 }],
])('a code that is %s is read', async (_, drawing) => {
  const picture = draw(paper(360, 360, drawing.light ?? 255), { left: 60, top: 60, ...drawing })
  expect(await findCodes(picture)).toEqual([link])
})

test('a small code in a big photo is read', async () => {
  const photo = draw(paper(3_840, 2_160), { module: 3, left: 2_900, top: 1_500, noise: 20 })
  expect(await findCodes(photo)).toEqual([link])
})

test('all codes of a picture are read, each once', async () => {
  const both = paper(900, 600)
  draw(both, { left: 40, top: 40 })
  draw(both, { text: 'https://a.example', left: 350, top: 350 })
  draw(both, { left: 600, top: 40 })
  expect([...(await findCodes(both))].sort()).toEqual(['https://a.example', link])
})

test('text that is not of the Latin alphabet comes as it is', async () => {
  const text = 'w3ds://sign?message=Ich stimme für „Grün“ – ✓ 投票'
  expect(await findCodes(draw(paper(360, 360), { text }))).toEqual([text])
})

test('nothing is found where there is nothing', async () => {
  expect(await findCodes(paper(300, 200))).toEqual([])
  expect(await findCodes(paper(1, 1))).toEqual([])
})
