import { writtenLocale } from '../../../language/activate.ts'

/** Pictures that can't hold code or links to elsewhere: SVG and HTML can. */
const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/

/** Whether a file of this media type may be shown, and not only saved. */
export function isPictureType(contentType: string): boolean {
  return PICTURE.test(mediaType(contentType))
}

/** A media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

/** How large a file is: "68 bytes", "1.2 MB". */
export function fileSizeText(bytes: number): string {
  if (bytes < 1_000) return inUnit(bytes, 'byte', 'long')
  if (bytes < 1_000_000) return inUnit(bytes / 1_000, 'kilobyte', 'short')
  if (bytes < 1_000_000_000) return inUnit(bytes / 1_000_000, 'megabyte', 'short')
  return inUnit(bytes / 1_000_000_000, 'gigabyte', 'short')
}

function inUnit(amount: number, unit: string, unitDisplay: 'long' | 'short'): string {
  const style = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(writtenLocale(), style).format(amount)
}
