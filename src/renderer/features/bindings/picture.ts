import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
/** An image out of a document, safe to show: its kind is told by its bytes alone. */
export interface Picture {
  /** `data:` URI of a bitmap. */
  readonly src: string
  readonly kind: string
  readonly bytes: number
}

/** Bitmaps the window draws, by what their files start with; a vector image could hold more. */
const kinds = [
  { kind: 'PNG', type: 'image/png', starts: ['\x89PNG\r\n\x1a\n'] },
  { kind: 'JPEG', type: 'image/jpeg', starts: ['\xff\xd8\xff'] },
  { kind: 'GIF', type: 'image/gif', starts: ['GIF87a', 'GIF89a'] },
  // Four bytes with the size stand between the two words.
  { kind: 'WebP', type: 'image/webp', starts: ['RIFF....WEBP'] },
] as const

const prefix = /^data:[^,]{0,200};base64,/i
const base64 = /^[A-Za-z0-9+/]+={0,2}$/
/** Base64 characters that hold the start of a file. */
const START = 24

/** Reads an image given as base64 or as a `data:` URI; null for what is no known bitmap. */
export function pictureOf(blob: string): Picture | null {
  const payload = blob.slice(prefix.exec(blob)?.[0].length ?? 0).replace(/\s/g, '')
  if (payload.length < START || payload.length % 4 !== 0 || !base64.test(payload)) return null
  const start = atob(payload.slice(0, START))
  const riff = start.replace(/^(RIFF).{4}/s, '$1....')
  const known = kinds.find(({ starts }) => starts.some((one) => riff.startsWith(one)))
  if (!known) return null
  const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0
  const bytes = (payload.length / 4) * 3 - padding
  return { src: `data:${known.type};base64,${payload}`, kind: known.kind, bytes }
}

/** "340 KB": a size as people say it. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return plural(bytes, { one: '# byte', other: '# bytes' })
  if (bytes < 1_000_000) {
    const kilobytes = i18n.number(Math.round(bytes / 1_000))
    return t`${kilobytes} KB`
  }
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  const megabytes = i18n.number(bytes / 1_000_000, digits)
  return t`${megabytes} MB`
}
