/**
 * The one form in which platforms are compared: a URL's origin and path without a slash at the
 * end, a name in lower case. Equivalent URLs are the same platform (awareness seed, "Filter").
 */
export function normalisePlatform(platform: string): string {
  const text = platform.trim()
  const url = URL.canParse(text) ? new URL(text) : null
  // What parses as a URL is one, however it is written: its path has capitals.
  if (url === null || !/^https?:$/.test(url.protocol)) return text.toLowerCase()
  return url.origin + url.pathname.replace(/\/+$/, '')
}
