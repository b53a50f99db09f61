import { base64, base64url } from 'multiformats/bases/base64'
import { parseW3dsUri } from './uri.ts'

/** A platform that wants a session signed, to log the owner in or for what it has them agree to. */
export interface SessionRequest {
  readonly action: 'auth' | 'sign'
  /** As the link claims it; a link of `sign` claims none. */
  readonly platform: string | null
  /** What is signed, byte for byte in UTF-8. */
  readonly session: string
  /** What a link of `sign` says the signature is for; it is not signed. */
  readonly message: string | null
  /** Where the answer goes: https, or http on this computer. Verbatim. */
  readonly redirect: string
  /** Of the redirect, with its port: whose answer it is. */
  readonly host: string
  /** When the platform forgets the session, in milliseconds since the epoch; null where its link
   * does not say. */
  readonly expiresAt: number | null
}

/** How long the network's platforms wait for the answer to a link. */
export const sessionLifetimeMs = 15 * 60_000

/** The longest that a dialog shows whole. */
const longestSession = 512
const longestMessage = 2000
const mostMessageLines = 30
const longestPlatform = 200

/** No session is older; as seconds, it lies further ahead than any session. */
const earliestMs = Date.UTC(2001, 0)
const latestMs = Date.UTC(9999, 11, 31)
const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** Control characters, those that turn a line around, and those that nobody sees. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/u
const digest = /^[0-9a-f]{64}$/i
const beforeFirstDot = /^([\w+/-]+)=*\./

/**
 * Reads a link that asks for a signature under a session, and refuses what the owner's key must
 * not sign, cannot be shown, or must not be sent.
 * Throws a TypeError that says what is wrong: as `parseW3dsUri`; a link to a file; a session that
 * the same key would sign as something else (a digest of the operation log, a document, a token);
 * a session or a message that is too long to be shown or holds what nobody sees; a redirect over
 * http to another computer. Protocol §7.
 */
export function readSessionRequest(text: string): SessionRequest {
  const uri = parseW3dsUri(text.trim())
  if (uri.action === 'file') throw new TypeError('The link leads to a record: nothing is signed')
  const isAuth = uri.action === 'auth'
  const redirect = isAuth ? uri.redirect : uri.redirectUri
  return {
    action: uri.action,
    platform: isAuth ? readPlatform(uri.platform) : null,
    session: checkedSession(uri.session),
    message: isAuth ? null : checkedMessage(uri.data.message),
    redirect,
    host: readHost(redirect),
    expiresAt: isAuth ? null : expiryOf(uri.data),
  }
}

/** Whether the platform has forgotten the session, as far as its link says. */
export function hasExpired({ expiresAt }: SessionRequest, now: number): boolean {
  return expiresAt !== null && expiresAt <= now
}

/** Whether a host, as `URL` writes it, is this computer under any name that can mean no other. */
export function isThisComputer(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/**
 * The same key signs sessions, documents, log entries and tokens, and a session has no mark of its
 * own. The forms of all the others are refused, more widely than those are read.
 */
function checkedSession(session: string): string {
  if (session.length > longestSession) {
    throw new TypeError(`The session has more than ${longestSession} characters`)
  }
  if (unseen.test(session) || session.trim() !== session) {
    throw new TypeError('The session holds characters that nobody sees')
  }
  if (digest.test(session)) {
    throw new TypeError('The session is a digest: signed, it would be taken for one of the log')
  }
  const [, header = ''] = beforeFirstDot.exec(session) ?? []
  if (/^[[{"]/.test(session) || holdsJson(header)) {
    throw new TypeError('The session is a document or a token: signed, it would be taken for one')
  }
  return session
}

function checkedMessage(message: string): string {
  const lines = message.split(/\r\n|[\n\r]/)
  if (message.length > longestMessage || lines.length > mostMessageLines) {
    throw new TypeError(
      `The message has more than ${longestMessage} characters or ${mostMessageLines} lines`,
    )
  }
  // Joiners belong to how some scripts, and pictures of families, are written.
  if (lines.some((line) => unseen.test(line.replace(/\t|\u200c|\u200d/g, ' ')))) {
    throw new TypeError('The message holds characters that nobody sees')
  }
  return lines.join('\n')
}

/**
 * The protocol names no expiry. Deployed platforms write some of these beside the message: when
 * the session ends, or when it began, as seconds, milliseconds or ISO 8601 with its zone. What
 * could mean anything else says nothing: it must not refuse a link that is good.
 */
function expiryOf({ expiresAt, timestamp }: Readonly<Record<string, unknown>>): number | null {
  const began = momentOf(timestamp)
  return momentOf(expiresAt) ?? (began === null ? null : began + sessionLifetimeMs)
}

function momentOf(value: unknown): number | null {
  if (typeof value === 'string') {
    const time = isoMoment.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(time) ? null : time
  }
  if (typeof value !== 'number') return null
  const time = value < earliestMs ? value * 1000 : value
  return time >= earliestMs && time <= latestMs ? time : null
}

function readPlatform(platform: string): string {
  if (platform.length > longestPlatform || unseen.test(platform)) {
    throw new TypeError('The platform is no name that can be shown')
  }
  return platform
}

function readHost(redirect: string): string {
  const { protocol, hostname, host } = new URL(redirect)
  if (protocol !== 'https:' && !isThisComputer(hostname)) {
    throw new TypeError('The answer would go to another computer without encryption')
  }
  return host
}

/** Whether a text in base64 or base64url begins as JSON does. */
function holdsJson(text: string): boolean {
  for (const decode of [() => base64url.decode(`u${text}`), () => base64.decode(`m${text}`)]) {
    try {
      if (/^\s*[[{"]/.test(new TextDecoder().decode(decode()))) return true
    } catch {
      // Not in this alphabet.
    }
  }
  return false
}
