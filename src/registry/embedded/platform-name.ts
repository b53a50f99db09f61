/**
 * The one form of a platform's base URL: origin and path in the spelling of the URL standard,
 * without credentials, query, fragment, a dot behind the host or slashes at the end. Null for a
 * text that is no http or https URL, however it is written: platforms may go by a name as well.
 * Whoever calls two texts the same platform may be finer than this, never coarser: otherwise a
 * platform that has to prove itself could be certified under another spelling.
 */
export function canonicalPlatform(text: string): string | null {
  const trimmed = text.trim()
  if (!URL.canParse(trimmed)) return null
  const { protocol, hostname, port, pathname } = new URL(trimmed)
  if (!/^https?:$/.test(protocol)) return null
  const host = hostname.replace(/\.+$/, '') + (port && `:${port}`)
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
}
