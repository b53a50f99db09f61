import { deflateSync } from 'node:zlib'
import { encode } from 'uqr'
import { chunk, signature } from './palette-png.ts'

/** Greys from 0 to 255, row after row. */
interface Picture {
  readonly greys: Uint8Array
  readonly width: number
  readonly height: number
}

const MARGIN = 4

/** The codes of these texts beside each other, on white. */
export function codePng(...texts: readonly string[]): Buffer {
  return toPng(drawCodes(texts, 480 * Math.max(texts.length, 1), 480))
}

/** The code of this text in the corner of a photo that is bigger than what is searched. */
export function codePhoto(text: string): Buffer {
  const { greys: code, width, height } = drawCodes([text], 480, 480)
  const photo = { greys: new Uint8Array(6_000 * 4_000).fill(255), width: 6_000, height: 4_000 }
  for (let y = 0; y < height; y += 1) {
    photo.greys.set(code.subarray(y * width, (y + 1) * width), (y + 3_000) * photo.width + 5_000)
  }
  return toPng(photo)
}

/** What a camera that looks at the code of this text sees, at ten pictures a second. */
export function codeFilm(text: string): Buffer {
  const { greys, width, height } = drawCodes([text], 640, 480)
  const colourless = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), greys, colourless])
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`
  return Buffer.concat([Buffer.from(header), ...Array.from({ length: 10 }, () => frame)])
}

function drawCodes(texts: readonly string[], width: number, height: number): Picture {
  const greys = new Uint8Array(width * height).fill(255)
  texts.forEach((text, index) => {
    const { data, size } = encode(text, { border: MARGIN })
    const left = Math.floor((width / texts.length) * index)
    const module = Math.floor(Math.min(height, width / texts.length) / size)
    for (let y = 0; y < size * module; y += 1) {
      for (let x = 0; x < size * module; x += 1) {
        const isDark = data[Math.floor(y / module)]?.[Math.floor(x / module)]
        if (isDark) greys[y * width + left + x] = 0
      }
    }
  })
  return { greys, width, height }
}

function toPng({ greys, width, height }: Picture): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Bits of a grey; the rest is as it always is.
  header[8] = 8
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1) {
    rows.set(greys.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  }
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows))]
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))])
}
