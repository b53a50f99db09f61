import { type AgentOptions, Agent as HttpAgent, type IncomingMessage, request } from 'node:http'
import { Agent as HttpsAgent, request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { webAddress } from '../../registry/bounded-fetch.ts'
import { isPermitted, type Permitted, permittedLookup } from '../awareness/addresses.ts'
import { readRetryAfter } from '../awareness/schedule.ts'
import { RequestError } from '../errors.ts'

/**
 * Why the other vault could not be used:
 * - `UNREACHABLE`: it did not answer, or not in time, or only with "later".
 * - `REFUSED`: it answered that it will not.
 * - `TOO_LARGE`: what it was sent, or what it answered, is larger than the one side takes.
 * - `BAD_ANSWER`: it answered with something the protocol does not say.
 */
export type RemoteErrorCode = 'UNREACHABLE' | 'REFUSED' | 'TOO_LARGE' | 'BAD_ANSWER'

/** The message is for the owner and holds no token. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  constructor(
    readonly code: RemoteErrorCode,
    message: string,
    /** Of HTTP, where it answered. */
    readonly status: number | null = null,
  ) {
    super(message)
  }
}

/** Whether the other side said something, be it a refusal: asking again brings nothing else. */
export function isAnswer(error: unknown): boolean {
  return error instanceof RemoteError && error.code !== 'UNREACHABLE'
}

/** One request. */
export interface RemoteRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Below the base URL, or a whole URL that the other side named. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Text, or pieces that can be read again for each try. */
  readonly body?: string | (() => AsyncIterable<Uint8Array>)
  /** Of a body in pieces. */
  readonly bodyLength?: number
}

/** An answer whose body is still to be read, or to be destroyed. */
interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: IncomingMessage
}

/**
 * The other vault, over HTTP. Its address is the owner's choice, so it may be of this computer or
 * a private network; whatever it leads on to may not. Redirects are not followed. All of it ends
 * with the signal.
 */
export interface RemoteHttp extends Disposable {
  /** Without a slash at its end. */
  readonly base: string
  readonly host: string
  /** Words of the other side, without the tokens that it was sent. */
  withoutTokens(text: string): string
  /** An answer of JSON, read to a bound. @throws RemoteError */
  json(request: RemoteRequest, longestBytes?: number): Promise<JsonAnswer>
  /** An answer to be read as it comes. @throws RemoteError */
  open(request: RemoteRequest): Promise<Answer>
}

export interface JsonAnswer {
  readonly status: number
  /** undefined where it was no JSON. */
  readonly json: unknown
}

const silenceMs = 30_000
/** For an answer of JSON, from its first byte: one that trickles must not keep a vault frozen. */
const longestAnswerMs = 120_000
const longestJsonBytes = 32 * 1024 * 1024
const tries = 3
const firstDelayMs = 150
const longestWaitMs = 60_000

interface Means {
  /** As the owner typed it. */
  readonly url: string
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** @throws RequestError `INVALID_INPUT` for what is no address of a vault */
export function createRemoteHttp({ url, signal, now }: Means): RemoteHttp {
  const base = readBase(url)
  const own = agentsFor({ loopback: true, private: true })
  const others = agentsFor({ loopback: false, private: false })
  const tokens = new Set<string>()

  async function once({ method = 'GET', path, headers = {}, body, bodyLength }: RemoteRequest) {
    const target = targetOf(base, path)
    const token = headers.authorization?.replace(/^Bearer +/i, '')
    if (token !== undefined) tokens.add(token)
    const isOwn = target.origin === base.origin
    const { http, https, permitted } = isOwn ? own : others
    const literal = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !isPermitted(literal, permitted)) throw notPermitted(target)
    const isSecure = target.protocol === 'https:'
    const length = typeof body === 'string' ? Buffer.byteLength(body) : bodyLength
    return new Promise<Answer>((resolve, reject) => {
      const outgoing = (isSecure ? secureRequest : request)(
        target,
        {
          method,
          agent: isSecure ? https : http,
          signal,
          timeout: silenceMs,
          // Whoever was led to gets no token.
          headers: {
            ...(isOwn ? headers : {}),
            ...(length !== undefined && { 'content-length': String(length) }),
          },
        },
        (answer) => {
          const { statusCode: status = 0, headers } = answer
          resolve({ status, headers, body: answer })
        },
      )
      outgoing.on('timeout', () => outgoing.destroy(new Error('it did not answer in time')))
      outgoing.on('error', (error) => reject(explained(error, target, signal)))
      if (typeof body === 'function') {
        pipeline(Readable.from(body()), outgoing).catch((error) => outgoing.destroy(error))
      } else outgoing.end(body)
    })
  }

  /** What can't be reached, or says "later", is tried again: every request can be repeated. */
  async function open(wanted: RemoteRequest): Promise<Answer> {
    for (let tried = 1; ; tried += 1) {
      try {
        const answer = await once(wanted)
        const isLater = answer.status === 429 || answer.status >= 500
        if (!isLater || tried === tries) return answer
        answer.body.destroy()
        const wait = readRetryAfter(single(answer.headers['retry-after']), now())
        await pause(wait === null ? backOff(tried) : Math.min(wait, longestWaitMs), signal)
      } catch (error) {
        const isGone = error instanceof RemoteError && error.code === 'UNREACHABLE'
        if (!isGone || signal.aborted || tried === tries) throw error
        await pause(backOff(tried), signal)
      }
    }
  }

  return {
    base: base.href.replace(/\/+$/, ''),
    host: base.host,
    withoutTokens: (text) => [...tokens].reduce((rest, token) => rest.replaceAll(token, '…'), text),
    open,
    async json(wanted, longestBytes = longestJsonBytes) {
      const { status, body } = await open(wanted)
      const tooSlow = setTimeout(() => body.destroy(new Error('it trickles')), longestAnswerMs)
      const text = await readText(body, longestBytes, base.host).finally(() =>
        clearTimeout(tooSlow),
      )
      return { status, json: parse(text) }
    },
    [Symbol.dispose]() {
      for (const { http, https } of [own, others]) {
        http.destroy()
        https.destroy()
      }
    },
  }
}

function readBase(url: string): URL {
  const base = webAddress(url.trim())
  if (base === null || base.search !== '' || base.hash !== '') {
    throw new RequestError(
      'INVALID_INPUT',
      'The address of a vault begins with http:// or https://, and holds no password and no query.',
      'url',
    )
  }
  return base
}

function targetOf(base: URL, path: string): URL {
  if (!path.startsWith('/')) {
    const elsewhere = webAddress(path)
    if (elsewhere === null) throw new RemoteError('BAD_ANSWER', 'It named no http or https address')
    return elsewhere
  }
  return new URL(`${base.href.replace(/\/+$/, '')}${path}`)
}

function agentsFor(permitted: Permitted) {
  const options: AgentOptions & { lookup: LookupFunction } = {
    ...{ keepAlive: true, lookup: permittedLookup(permitted) },
  }
  return { permitted, http: new HttpAgent(options), https: new HttpsAgent(options) }
}

function explained(error: NodeJS.ErrnoException, { host }: URL, signal: AbortSignal): Error {
  if (signal.aborted) return new RemoteError('UNREACHABLE', 'It was stopped')
  if (error.code === 'EADDRESS') return notPermitted({ host })
  if (/CERT|TLS|SSL|ALTNAME/.test(error.code ?? '')) {
    return new RemoteError('REFUSED', `The certificate of ${host} does not hold (${error.code})`)
  }
  return new RemoteError(
    'UNREACHABLE',
    `The vault at ${host} cannot be reached (${error.code ?? error.message})`,
  )
}

function notPermitted({ host }: Pick<URL, 'host'>): RemoteError {
  return new RemoteError(
    'BAD_ANSWER',
    `The vault named an address of this computer or of a private network (${host}), which is not followed`,
  )
}

async function readText(body: IncomingMessage, longestBytes: number, host: string) {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > longestBytes) {
        const limit = Math.floor(longestBytes / 1024 / 1024)
        throw new RemoteError('TOO_LARGE', `${host} answered with more than ${limit} MiB`)
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError('UNREACHABLE', `${host} broke off in the middle of its answer`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function backOff(tried: number): number {
  return firstDelayMs * 2 ** tried * (0.5 + Math.random() / 2)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {
    throw new RemoteError('UNREACHABLE', 'It was stopped')
  })
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
