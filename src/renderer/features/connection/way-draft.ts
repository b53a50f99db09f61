import { t } from '@lingui/core/macro'
import type { ConnectionKind, ConnectionWay, ListenAddress } from '../../../ipc/connection.ts'

/** A way as it is typed; each kind has the fields it needs. */
export interface WayDraft {
  readonly kind: ConnectionKind
  readonly publicUrl: string
  readonly host: string
  readonly port: string
  readonly user: string
  readonly listenAddress: string
  readonly listenPort: string
  readonly behindProxy: boolean
  /** Of Cloudflare: one that the owner made there. */
  readonly isNamed: boolean
  readonly localPort: string
  readonly domain: string
}

export type WayField = Exclude<keyof WayDraft, 'kind' | 'behindProxy' | 'isNamed'>
export type WayErrors = { readonly [F in WayField]?: string }

/** Where servers of a kind listen that nobody has told otherwise. */
const defaultPort: { readonly [K in ConnectionKind]?: string } = { ssh: '22', relay: '4022' }
const LONGEST_ADDRESS = 300

/** What is typed of a way that nothing is known of. */
export function emptyDraft(kind: ConnectionKind): WayDraft {
  return {
    ...{ kind, publicUrl: '', host: '', port: defaultPort[kind] ?? '', user: '' },
    ...{ listenAddress: '', listenPort: '', behindProxy: false },
    ...{ isNamed: false, localPort: '', domain: '' },
  }
}

/** What would have been typed for a way. */
export function draftOf(way: ConnectionWay): WayDraft {
  const empty = emptyDraft(way.kind)
  switch (way.kind) {
    case 'own-address': {
      const { publicUrl, behindProxy } = way
      return { ...empty, publicUrl, behindProxy, ...typedListen(way.listen) }
    }
    case 'ssh': {
      const { publicUrl, behindProxy, host, user } = way
      const typed = { publicUrl, behindProxy, host, user, port: String(way.port) }
      return { ...empty, ...typed, ...typedListen(way.listen) }
    }
    case 'cloudflared': {
      if (way.named === null) return empty
      const { publicUrl, localPort } = way.named
      return { ...empty, isNamed: true, publicUrl, localPort: String(localPort) }
    }
    case 'ngrok':
      return { ...empty, domain: way.domain ?? '' }
    case 'relay':
      return { ...empty, host: way.host, port: String(way.port), publicUrl: way.publicUrl }
  }
}

function typedListen({ address, port }: ListenAddress) {
  return { listenAddress: address, listenPort: String(port) }
}

/** The way that was typed, or what is wrong at which field. Main takes all that is let through. */
export function prepareWay(draft: WayDraft): ConnectionWay | { readonly errors: WayErrors } {
  const errors: { [F in WayField]?: string } = {}
  const way = wayOf(draft, (field, read) => {
    const result = read(draft[field].trim())
    if (typeof result !== 'object') return result
    errors[field] = result.wrong
    return null
  })
  // Without errors all fields were read.
  return Object.keys(errors).length > 0 ? { errors } : (way as ConnectionWay)
}

type Read<T> = (text: string) => T | { readonly wrong: string }
type Field = <T extends string | number>(field: WayField, read: Read<T>) => T | null

/** A way whose fields are null where they could not be read. */
function wayOf(draft: WayDraft, field: Field) {
  const { kind, behindProxy } = draft
  const listen = () => ({
    address: field('listenAddress', (text) => (text === '' ? '' : readHost(text))),
    port: field('listenPort', readPort),
  })
  const publicUrl = () => field('publicUrl', readOrigin)
  switch (kind) {
    case 'own-address':
      return { kind, publicUrl: publicUrl(), listen: listen(), behindProxy }
    case 'ssh':
      return {
        ...{ kind, host: field('host', readHost), port: field('port', readPort) },
        ...{ user: field('user', readUser), listen: listen() },
        ...{ publicUrl: publicUrl(), behindProxy },
      }
    case 'cloudflared': {
      if (!draft.isNamed) return { kind, named: null }
      const localPort = field('localPort', readPort)
      return { kind, named: { publicUrl: publicUrl(), localPort } }
    }
    case 'ngrok':
      return { kind, domain: draft.domain.trim() === '' ? null : field('domain', readHost) }
    case 'relay':
      return {
        ...{ kind, host: field('host', readHost), port: field('port', readPort) },
        publicUrl: publicUrl(),
      }
  }
}

/** An http(s) address of a host alone; without a scheme, https is meant. */
const readOrigin: Read<string> = (text) => {
  if (text === '') return { wrong: t`Enter the address.` }
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (whole.length > LONGEST_ADDRESS || !URL.canParse(whole)) {
    return { wrong: t`This is no address. One looks like https://vault.example.org.` }
  }
  const url = new URL(whole)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { wrong: t`The address has to begin with https:// or http://.` }
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    return {
      wrong: t`Only the host and perhaps a port, without a path: https://vault.example.org.`,
    }
  }
  return url.origin
}

const readHost: Read<string> = (text) => {
  if (text === '') return { wrong: t`Enter the name or address.` }
  const isHost = isName(text) || isIpv6(text)
  return isHost ? text : { wrong: t`Only the name or IP address, such as server.example.org.` }
}

function isName(text: string): boolean {
  const isShort = text.length <= 253
  return isShort && /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.?$/i.test(text)
}

function isIpv6(text: string): boolean {
  return /^[\da-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`)
}

const readPort: Read<number> = (text) => {
  const port = Number(text)
  const isPort = /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535
  return isPort ? port : { wrong: t`A number from 1 to 65535.` }
}

const readUser: Read<string> = (text) => {
  if (text === '') return { wrong: t`Enter the user’s name on the server.` }
  const isUser = /^[\w.][\w.@-]{0,63}$/.test(text)
  return isUser ? text : { wrong: t`A name of letters, digits and . _ - @ alone.` }
}
