import { expect, it } from 'vitest'
import { fileSizeText, isPictureType } from './file-text.ts'

it('shows bitmaps, and nothing that could hold code', () => {
  const shown = ['image/png', 'IMAGE/JPEG', 'image/gif; x=y', 'image/webp', 'image/avif']
  const saved = ['image/svg+xml', 'image/svg+xml; a=image/png', 'text/html', 'image/pngx', '']
  expect([...shown, ...saved].filter(isPictureType)).toEqual(shown)
})

it('says how large a file is', () => {
  expect([1, 68, 1_234, 250_000_000, 10_240_000_000].map(fileSizeText)).toEqual([
    ...['1 byte', '68 bytes', '1.2 kB', '250 MB', '10.2 GB'],
  ])
})
