import { vaultId } from './admission.ts'

/** Which vault a request is for, and what it asks of it. */
export interface Route {
  readonly vault: string
  /** Path and query as the vault shall see them. */
  readonly path: string
  /** Host name, and port where it is not the usual one, at which the world reaches the vault. */
  readonly host: string
}

const prefix = /^\/(?:@|%40)([0-9a-f-]{36})(?=[/?]|$)/i

/**
 * Finds the vault by host name (`<vault>.<host of the relay>`), else by path (`/@<vault>/…`, which
 * is taken off).
 * @param host the `Host` header
 * @param target the request line’s
 * @param relayUrl the relay’s public origin
 */
export function routeOf(host: string, target: string, relayUrl: URL): Route | null {
  if (!target.startsWith('/')) return null
  const [label, ...rest] = host.toLowerCase().split('.')
  if (vaultId.test(label ?? '') && withoutPort(rest.join('.')) === relayUrl.hostname) {
    return { vault: label as string, path: target, host: `${label}.${relayUrl.host}` }
  }
  const [taken, id] = prefix.exec(target) ?? []
  const vault = id?.toLowerCase() ?? ''
  if (taken === undefined || !vaultId.test(vault)) return null
  const path = target.slice(taken.length)
  return { vault, path: path.startsWith('/') ? path : `/${path}`, host: relayUrl.host }
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '')
}

/**
 * The address at which the world reaches a vault.
 * @param byHostName whether all host names below the relay’s lead to it
 */
export function publicUrlOf(vault: string, relayUrl: URL, byHostName: boolean): string {
  return byHostName
    ? `${relayUrl.protocol}//${vault}.${relayUrl.host}`
    : `${relayUrl.origin}/@${vault}`
}
