import { t } from '@lingui/core/macro'
import { shortenId } from '../../components/shorten-id.ts'

/** Who came, as the logs' line says it. */
export interface Caller {
  readonly kind: 'owner' | 'platform' | 'person' | 'anonymous'
  /** A platform's base URL or name, an eName; empty for the others. */
  readonly name: string
}

/** Reads the one line by which the logs name a caller: `platform https://…`, `person @…`. */
export function callerOf(line: string): Caller {
  const kind = (['platform', 'person'] as const).find((one) => line.startsWith(`${one} `))
  if (kind) return { kind, name: line.slice(kind.length + 1) }
  return { kind: line === 'owner' ? 'owner' : 'anonymous', name: '' }
}

/** The line of a platform, as the logs have it. */
export function platformLine(platform: string): string {
  return `platform ${platform}`
}

/** The one form in which the vault compares platforms; consents are kept under it. */
export function normalisePlatform(platform: string): string {
  const text = platform.trim()
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text.toLowerCase()
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/+$/, '')
}

/** What people call a caller: a platform's host, a shortened eName, or in words who it is. */
export function callerTitle({ kind, name }: Caller): string {
  switch (kind) {
    case 'platform':
      return hostOf(name)
    case 'person':
      return shortenId(name)
    case 'owner':
      return t`You`
    case 'anonymous':
      return t`Without a token`
  }
}

/** Host and path of a URL; another name as it is. */
function hostOf(name: string): string {
  if (!/^https?:\/\//i.test(name) || !URL.canParse(name)) return name
  const { host, pathname } = new URL(name)
  return host + pathname.replace(/\/+$/, '')
}
