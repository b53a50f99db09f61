/**
 * The one form in which platforms are compared: a URL's origin and path without a slash at the
 * end, a name in lower case. Equivalent URLs are the same platform (awareness seed, "Filter").
 */
export function normalisePlatform(platform: string): string {
  const text = platform.trim()
  if (!/^https?:\/\//i.test(text)) return text.toLowerCase()
  try {
    const { origin, pathname } = new URL(text)
    return origin + pathname.replace(/\/+$/, '')
  } catch {
    return text.toLowerCase()
  }
}
