import { findCodes, LONGEST_SIDE } from './find-codes.ts'

/** A file as it came, or what a camera shows. */
export type Picture = Blob | ImageBitmap

export interface ReadingAsked {
  readonly id: number
  readonly picture: Picture
}

export interface ReadingDone {
  readonly id: number
  /** What its codes say; null where the file is no picture that can be read. */
  readonly texts: readonly string[] | null
}

/** Under what is see-through: dark codes are drawn on nothing as well as light ones. */
const BACKGROUND = '#808080'

// To search a picture takes longer than the window may stand still.
self.addEventListener('message', async ({ data }: MessageEvent<ReadingAsked>) => {
  const { id, picture } = data
  const texts = await read(picture).catch(() => null)
  self.postMessage({ id, texts } satisfies ReadingDone)
})

async function read(picture: Picture): Promise<readonly string[]> {
  const bitmap = picture instanceof Blob ? await createImageBitmap(picture) : picture
  try {
    return await findCodes(pointsOf(bitmap))
  } finally {
    bitmap.close()
  }
}

/** Big photos are scaled down. */
function pointsOf(bitmap: ImageBitmap): ImageData {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('There is nothing to draw on')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = BACKGROUND
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
