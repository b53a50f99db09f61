import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepPlace, placeOn, type Rectangle, readPlace } from './window-place.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const beside = { x: 1440, y: -200, width: 2560, height: 1400 }

const rectangle = fc.record({
  x: fc.integer({ min: -6_000, max: 6_000 }),
  y: fc.integer({ min: -6_000, max: 6_000 }),
  width: fc.integer({ min: 720, max: 5_000 }),
  height: fc.integer({ min: 480, max: 5_000 }),
})

test('a window is opened where it was left', () => {
  const left = { x: 1_500, y: -100, width: 1_000, height: 700 }
  expect(placeOn([laptop, beside], left)).toEqual(left)
})

test('a window whose display is gone keeps its size, as far as there is room', () => {
  const left = { x: 1_600, y: 0, width: 2_000, height: 700 }
  expect(placeOn([laptop], left)).toEqual({ width: 1_440, height: 700 })
})

test('a window that hangs over an edge is moved, not made smaller', () => {
  const left = { x: -300, y: 700, width: 1_000, height: 700 }
  expect(placeOn([laptop], left)).toEqual({ x: 0, y: 200, width: 1_000, height: 700 })
})

test('the first window is as large as it is meant to be, or as the display is', () => {
  expect(placeOn([laptop], null)).toEqual({ width: 1_280, height: 800 })
  expect(placeOn([{ ...laptop, width: 1_024, height: 740 }], null)).toEqual({
    width: 1_024,
    height: 740,
  })
})

test('wherever displays are, all of the window is on one of them', () => {
  fc.assert(
    fc.property(fc.array(rectangle, { minLength: 1 }), rectangle, (areas, left) => {
      const placed = placeOn(areas, left)
      if ('x' in placed) expect(areas.some((area) => holds(area, placed))).toBe(true)
      else expect(areas.every((area) => isApart(area, left))).toBe(true)
    }),
  )
})

test('what is all on a display stays as it is', () => {
  fc.assert(
    fc.property(rectangle, fc.nat(400), fc.nat(400), (area, x, y) => {
      const left = { x: area.x + x, y: area.y + y, width: area.width - x, height: area.height - y }
      expect(placeOn([area], left)).toEqual(left)
    }),
  )
})

test('a place is read as it was kept, and a file that is damaged is none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'place-'))
  const file = join(directory, 'window.json')
  expect(await readPlace(file)).toBeNull()
  const place = { x: -5, y: 10, width: 900, height: 600, maximised: true }
  await keepPlace(file, place)
  expect(await readPlace(file)).toEqual(place)
  await writeFile(file, '{ "x": "left" }')
  expect(await readPlace(file)).toBeNull()
  await rm(directory, { recursive: true })
  await expect(keepPlace(file, place)).resolves.toBeUndefined()
})

function holds(area: Rectangle, { x, y, width, height }: Rectangle): boolean {
  return (
    x >= area.x &&
    y >= area.y &&
    x + width <= area.x + area.width &&
    y + height <= area.y + area.height
  )
}

function isApart(a: Rectangle, b: Rectangle): boolean {
  return (
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
  )
}
