const SHORT = 240

/** A value in a few words, for places where there is no room for all of it. */
export function valueText(value: unknown, most = SHORT): string {
  if (value === undefined) return 'no such field'
  if (value === '') return 'empty text'
  // Of a large value only its beginning is written out.
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= most ? text : `${text.slice(0, most)}… (${sizeText(text)})`
}

/** How large a text is: "5.0 MB". */
export function sizeText(text: string): string {
  const bytes = text.length
  if (bytes < 1_000) return `${bytes} characters`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
