import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'

const SHORT = 240

/** A value in a few words, for places where there is no room for all of it. */
export function valueText(value: unknown, most = SHORT): string {
  if (value === undefined) return t`no such field`
  if (value === '') return t`empty text`
  // Of a large value only its beginning is written out.
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= most) return text
  const [start, size] = [text.slice(0, most), sizeText(text)]
  return t`${start}… (${size})`
}

/** How large a text is: "5.0 MB". */
export function sizeText(text: string): string {
  const bytes = text.length
  if (bytes < 1_000) return plural(bytes, { one: '# character', other: '# characters' })
  if (bytes < 1_000_000) {
    const size = rounded(bytes / 1_000, bytes < 10_000 ? 1 : 0)
    return t`${size} kB`
  }
  const size = rounded(bytes / 1_000_000, 1)
  return t`${size} MB`
}

function rounded(value: number, digits: number): string {
  return i18n.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
