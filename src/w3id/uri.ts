import { base64, base64pad, base64url } from 'multiformats/bases/base64'
import { normaliseEName } from './ename.ts'

const LONGEST_URI = 8192
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u
const FORM = /^w3ds:\/\/([a-z]+)\/?\?(.*)$/i
const WEB_ADDRESS = /^https?:\/\/[^\s\p{Cc}\\]+$/iu
const TWO_PARTS_OF_A_TOKEN = /^([\w-]+)\.[\w-]+$/

/** What a platform asks to be signed: the message for the eyes, and what else it sends. */
export interface SignData {
  readonly message: string
  readonly sessionId: string
  readonly [member: string]: unknown
}

/** A request to a wallet, or the address of a stored file. */
export type W3dsUri =
  | {
      readonly action: 'auth'
      /** http or https, verbatim. */
      readonly redirect: string
      /** Sign this text as it is, byte for byte in UTF-8. */
      readonly session: string
      readonly platform: string
    }
  | {
      readonly action: 'sign'
      /** Sign this text as it is. `data.sessionId` is the same. */
      readonly session: string
      readonly data: SignData
      /** http or https, verbatim. */
      readonly redirectUri: string
    }
  | { readonly action: 'file'; readonly ename: string; readonly metaEnvelopeId: string }

/**
 * Reads a w3ds:// URI, which may come from anybody (a QR code, a link). Parameters it does not
 * know are passed over. A `+` is a plus sign, as RFC 3986 has it.
 * Throws a TypeError that says what is wrong: more than 8192 characters; another form or action;
 * a parameter that is missing, empty or there twice; a redirect that is no plain http(s) URL or
 * that holds a user name; data that is no JSON object in base64 or base64url, or that is of
 * another session; a session that would, once signed, be a token or a signed document.
 * Protocol §7.
 */
export function parseW3dsUri(text: string): W3dsUri {
  if (text.length > LONGEST_URI) {
    throw new TypeError(`The URI has more than ${LONGEST_URI} characters`)
  }
  if (UNPRINTABLE.test(text)) throw new TypeError('The URI holds control characters')
  const [, action = '', query = ''] = FORM.exec(text) ?? []
  if (query.includes('#')) throw new TypeError('The URI holds a #: write it as %23')
  const parameters = rawParameters(query)
  switch (action.toLowerCase()) {
    case 'auth':
      return {
        action: 'auth',
        redirect: readAddress(parameters, 'redirect'),
        session: readSession(parameters),
        platform: printable('platform', readParameter(parameters, 'platform')),
      }
    case 'sign':
      return readSign(parameters)
    case 'file':
      return readFile(parameters)
    default:
      throw new TypeError('The URI is none of w3ds://auth?…, w3ds://sign?… and w3ds://file?…')
  }
}

/**
 * Writes a URI that `parseW3dsUri` reads as the same thing. Throws a TypeError where that would
 * refuse it. Protocol §7.
 */
export function formatW3dsUri(uri: W3dsUri): string {
  const text = `w3ds://${uri.action}?${queryOf(uri)}`
  parseW3dsUri(text)
  return text
}

function queryOf(uri: W3dsUri): string {
  switch (uri.action) {
    case 'auth':
      return writeParameters({
        redirect: uri.redirect,
        session: uri.session,
        platform: uri.platform,
      })
    case 'sign': {
      const data = base64pad.baseEncode(new TextEncoder().encode(JSON.stringify(uri.data)))
      return writeParameters({ session: uri.session, data, redirect_uri: uri.redirectUri })
    }
    case 'file': {
      const name = normaliseEName(uri.ename).slice(1)
      return `id=@${percentEncode(name)}/${percentEncode(uri.metaEnvelopeId)}`
    }
  }
}

function writeParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${percentEncode(value)}`)
    .join('&')
}

function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw new TypeError('A parameter holds text that is not Unicode')
  }
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('The URI holds a % that begins no UTF-8 character')
  }
}

/** The values as they stand in the query, still percent-encoded, by their decoded names. */
function rawParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [rawName = ''] = part.split('=', 1)
    const name = percentDecode(rawName)
    // Two readers that each take another one of two values can be played against each other.
    if (parameters.has(name)) throw new TypeError('The URI has a parameter twice')
    parameters.set(name, part.slice(rawName.length + 1))
  }
  return parameters
}

function rawParameter(parameters: ReadonlyMap<string, string>, name: string): string {
  const raw = parameters.get(name)
  if (!raw) throw new TypeError(`The URI has no ${name}`)
  return raw
}

function readParameter(parameters: ReadonlyMap<string, string>, name: string): string {
  return percentDecode(rawParameter(parameters, name))
}

function printable(name: string, value: string): string {
  if (UNPRINTABLE.test(value)) throw new TypeError(`The ${name} holds control characters`)
  return value
}

function readAddress(parameters: ReadonlyMap<string, string>, name: string): string {
  const address = readParameter(parameters, name)
  if (!WEB_ADDRESS.test(address) || !URL.canParse(address)) {
    throw new TypeError(`The ${name} is no http or https URL`)
  }
  const { username, password } = new URL(address)
  // `https://bank.example@evil.example` goes to evil.example.
  if (username !== '' || password !== '') {
    throw new TypeError(`The ${name} holds a user name, which hides where it leads`)
  }
  return address
}

/**
 * The same key signs sessions, documents, log entries and tokens, and a session has no mark of
 * its own: a session that reads as one of the others would be signed as one.
 */
function readSession(parameters: ReadonlyMap<string, string>): string {
  const session = readParameter(parameters, 'session')
  const [, header] = TWO_PARTS_OF_A_TOKEN.exec(session) ?? []
  const isToken = header !== undefined && jsonObjectOf(header) !== null
  if (isToken || session.startsWith('{')) {
    throw new TypeError('The session is a document or a token: signed, it would be taken for one')
  }
  return session
}

function readSign(parameters: ReadonlyMap<string, string>): W3dsUri {
  const session = readSession(parameters)
  const data = jsonObjectOf(readParameter(parameters, 'data'))
  if (data === null) throw new TypeError('The data is no JSON object in base64')
  if (!isSignData(data)) throw new TypeError('The data has no message or no sessionId')
  if (data.sessionId !== session) throw new TypeError('The data is of another session')
  const redirectUri = readAddress(parameters, 'redirect_uri')
  return { action: 'sign', session, data, redirectUri }
}

function isSignData(data: Readonly<Record<string, unknown>>): data is SignData {
  return typeof data.message === 'string' && typeof data.sessionId === 'string'
}

/** The object that a text in base64 or base64url, padded or not, holds as JSON; else null. */
function jsonObjectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const standard = /^[A-Za-z0-9+/]+={0,2}$/.test(text)
    const bytes = standard ? base64.decode(`m${text}`) : base64url.decode(`u${text}`)
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

/** A `/` of the name or of the id is percent-encoded, so the first plain one parts the two. */
function readFile(parameters: ReadonlyMap<string, string>): W3dsUri {
  const raw = rawParameter(parameters, 'id')
  // Whoever encodes the parameter as a whole encodes this `/` too.
  const [id, decode] = raw.includes('/')
    ? [raw, percentDecode]
    : [percentDecode(raw), (text: string) => text]
  const slash = id.indexOf('/')
  const metaEnvelopeId = printable('id', decode(id.slice(slash + 1)))
  if (slash < 0 || metaEnvelopeId === '') {
    throw new TypeError('The id is not @<ename>/<metaEnvelopeId>')
  }
  return { action: 'file', ename: normaliseEName(decode(id.slice(0, slash))), metaEnvelopeId }
}
