import { decodeQRBatch } from 'qr/decode.js'

/** A picture’s points: four bytes each, red, green, blue and opacity. */
interface Points {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** The longest side that is searched, in points. */
export const LONGEST_SIDE = 3_840

/**
 * What the QR codes of a picture say: turned, light on dark and without a margin, too.
 * @returns nothing where no code can be read
 * @throws Error for a picture with a side over `LONGEST_SIDE`
 */
export async function findCodes({ data, width, height }: Points): Promise<readonly string[]> {
  const picture = { data, width, height }
  const [found = []] = await decodeQRBatch([picture], { maxSize: { width, height } })
  const texts = found.filter((one) => typeof one === 'string')
  return [...new Set(texts)]
}
