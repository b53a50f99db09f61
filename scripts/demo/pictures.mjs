/** Pictures for the demo, drawn here: a repository is no place for photos. */
import { crc32, deflateSync } from 'node:zlib'

const WIDTH = 640
const HEIGHT = 480
const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

/**
 * A landscape at some time of the day as a PNG.
 *
 * @param {{ sky: number[][], sun: [number, number, number], hills: number[][] }} scene colours as
 * red, green, blue; the sun as x, y and radius, in parts of the picture
 * @returns {Buffer}
 */
export function landscape({ sky, sun, hills }) {
  const rows = []
  for (let y = 0; y < HEIGHT; y += 1) {
    const row = Buffer.alloc(1 + WIDTH * 3)
    for (let x = 0; x < WIDTH; x += 1) {
      row.set(colourAt(x / WIDTH, y / HEIGHT, { sky, sun, hills }), 1 + x * 3)
    }
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // Eight bits a channel, three channels.
  header.set([8, 2], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows)))]
  return Buffer.concat([SIGNATURE, ...parts, chunk('IEND', Buffer.alloc(0))])
}

function colourAt(x, y, { sky, sun, hills }) {
  // The last hill is the nearest.
  const hill = hills.findLast((_, index) => y > edgeOf(hills.length - index, x))
  if (hill !== undefined) return hill
  const distance = Math.hypot((x - sun[0]) * (WIDTH / HEIGHT), y - sun[1])
  if (distance < sun[2]) return [255, 246, 220]
  const glow = Math.max(0, 1 - distance / (sun[2] * 5))
  const [top, bottom] = sky
  const plain = top.map((value, channel) => value + (bottom[channel] - value) * y)
  return plain.map((value) => Math.min(255, Math.round(value + glow * glow * 70)))
}

/** Where a hill begins, in parts of the height: the further away, the higher. */
function edgeOf(depth, x) {
  return 1 - depth * 0.11 + 0.05 * Math.sin(x * (5 + depth * 2) + depth * 2.3)
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(content.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body) >>> 0, body.length + 4)
  return framed
}
