import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from '../../registry/replace-file.ts'

/** In pixels of the screen, which scale with its density. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Size {
  readonly width: number
  readonly height: number
}

const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** The others are then where it is when it is not. */
  maximised: z.boolean(),
})
/** Where the window was left. Its zoom is kept by Chromium. */
export type WindowPlace = z.infer<typeof placeSchema>

const firstSize: Size = { width: 1280, height: 800 }

/**
 * Where the window opens: as it was left, moved and cut so that all of it is on the display most of
 * it was on. Without a position (the system chooses one) the first time, and where that display is
 * gone.
 * @param areas of the displays, without bars of the system; the main one first
 */
export function placeOn(areas: readonly Rectangle[], left: Rectangle | null): Size | Rectangle {
  const [home] = [...areas].sort((a, b) => sharedArea(b, left) - sharedArea(a, left))
  if (home === undefined) return left ?? firstSize
  const { width, height } = left ?? firstSize
  const size = { width: Math.min(width, home.width), height: Math.min(height, home.height) }
  if (left === null || sharedArea(home, left) === 0) return size
  return {
    x: Math.min(Math.max(left.x, home.x), home.x + home.width - size.width),
    y: Math.min(Math.max(left.y, home.y), home.y + home.height - size.height),
    ...size,
  }
}

function sharedArea(a: Rectangle, b: Rectangle | null): number {
  if (b === null) return 0
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

/** Where the window was left; null where that can't be read. */
export async function readPlace(file: string): Promise<WindowPlace | null> {
  try {
    return placeSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** Keeps the place, as far as the disk lets it: a window that opens elsewhere is no harm. */
export async function keepPlace(file: string, place: WindowPlace): Promise<void> {
  await replaceFile(file, JSON.stringify(place)).catch(() => {})
}
