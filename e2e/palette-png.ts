import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** What every PNG begins with. */
export const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/** Most a palette holds. */
const mostColours = 256

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

/**
 * The same picture with a palette, at about a third of the size. A picture of a window has a few
 * hundred colours, most of them steps between two at the edge of a letter: where they are too many,
 * the rarest become the one that is next to them.
 * @param png of 8 bits a channel, not interlaced and opaque, as a browser makes them
 */
export function toPalettePng(png: Buffer): Buffer {
  const chunks = readChunks(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (header === undefined || header[8] !== 8)
    throw new Error('This is no PNG of 8 bits a channel.')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = header[9] === 6 ? 4 : 3
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)
  const colours = readColours(inflateSync(Buffer.concat(data)), width, height, channels)
  const palette = choosePalette(colours)
  const rows = Buffer.alloc(height * (width + 1))
  const indices = new Map<number, number>()
  colours.forEach((colour, at) => {
    const index = indices.get(colour) ?? nearest(palette, colour)
    indices.set(colour, index)
    rows[at + Math.floor(at / width) + 1] = index
  })
  const newHeader = Buffer.from(header)
  newHeader[9] = 3
  return Buffer.concat([
    signature,
    chunk('IHDR', newHeader),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = signature.length; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at)
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, end),
    })
    at = end + 4
  }
  return chunks
}

/** A part of a PNG. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** The colour of each pixel: red, green and blue as one number. */
function readColours(raw: Buffer, width: number, height: number, channels: number): Uint32Array {
  const length = width * channels
  const colours = new Uint32Array(width * height)
  let above: Uint8Array = new Uint8Array(length)
  for (let y = 0; y < height; y += 1) {
    const start = y * (length + 1)
    const row = unfilter(raw[start], raw.subarray(start + 1, start + 1 + length), above, channels)
    for (let x = 0; x < width; x += 1) {
      const [red = 0, green = 0, blue = 0] = row.subarray(x * channels, x * channels + 3)
      colours[y * width + x] = (red << 16) | (green << 8) | blue
    }
    above = row
  }
  return colours
}

/** Undoes what a row was filtered with. Source: PNG §9.2. */
function unfilter(
  filter: number | undefined,
  filtered: Uint8Array,
  above: Uint8Array,
  channels: number,
): Uint8Array {
  const row = new Uint8Array(filtered.length)
  for (let at = 0; at < row.length; at += 1) {
    const left = row[at - channels] ?? 0
    const up = above[at] ?? 0
    const corner = at < channels ? 0 : (above[at - channels] ?? 0)
    const predictions = [0, left, up, (left + up) >> 1, paeth(left, up, corner)]
    row[at] = (filtered[at] ?? 0) + (predictions[filter ?? 0] ?? 0)
  }
  return row
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)]
  const toCorner = Math.abs(left + up - 2 * corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** The most frequent colours, as far apart as it takes for all others to be near one of them. */
function choosePalette(colours: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour)
  for (let apart = 0; ; apart += 3) {
    const palette: number[] = []
    for (const colour of byCount) {
      const isNew = palette.every((chosen) => distance(chosen, colour) > apart)
      if (isNew) palette.push(colour)
      if (palette.length > mostColours) break
    }
    if (palette.length <= mostColours) return palette
  }
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  palette.forEach((chosen, index) => {
    const apart = distance(chosen, colour)
    if (apart < least) [best, least] = [index, apart]
  })
  return best
}

function distance(one: number, other: number): number {
  const [a, b] = [parts(one), parts(other)]
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2])
}

function parts(colour: number): [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}
