import type { IncomingMessage } from 'node:http'
import type { Route } from './route.ts'

/** Of one connection only (RFC 9110, 7.6.1). */
const hopByHop = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** Whom a request is for and where it comes from: what the relay says itself. */
const saidByUs = /^(?:host|forwarded|x-real-ip|x-forwarded-.*)$/
/** With paths, all vaults have one origin; with host names, one domain: a vault has no say there
 * about what browsers send to others. */
const forAll = [
  'alt-svc',
  'clear-site-data',
  'cookie',
  'service-worker-allowed',
  'set-cookie',
  'strict-transport-security',
]

/**
 * What a request tells the vault, as `http.request` takes it.
 * @param address of who asks
 */
export function requestHeaders(
  { rawHeaders, headers }: IncomingMessage,
  { host }: Route,
  { address, protocol }: { readonly address: string; readonly protocol: string },
): string[] {
  const dropped = new Set([...hopByHop, ...forAll, ...namesIn(headers.connection)])
  return [
    ...['Host', host],
    ...remaining(rawHeaders, (name) => dropped.has(name) || saidByUs.test(name)),
    ...['X-Forwarded-For', address],
    ...['X-Forwarded-Host', host],
    ...['X-Forwarded-Proto', protocol],
    // Else the end of a body would not be told with every method.
    ...(headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked']),
  ]
}

/** What the answer of a vault tells, as `writeHead` takes it. */
export function responseHeaders({ rawHeaders, headers }: IncomingMessage): string[] {
  const dropped = new Set([...hopByHop, ...forAll, ...namesIn(headers.connection)])
  return remaining(rawHeaders, (name) => dropped.has(name))
}

function namesIn(connection = ''): string[] {
  return connection.split(',').map((name) => name.trim().toLowerCase())
}

function remaining(raw: readonly string[], isDropped: (name: string) => boolean): string[] {
  const kept: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2)
    if (!isDropped(name.toLowerCase())) kept.push(name, value)
  }
  return kept
}
