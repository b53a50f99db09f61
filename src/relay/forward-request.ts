import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { requestHeaders, responseHeaders } from './headers.ts'
import { refuse } from './refuse.ts'
import type { Route } from './route.ts'
import { LinkError, type VaultLink } from './vault-link.ts'

/** For a vault to begin its answer once it has all of the question, or takes no more of it. */
const longestAnswerMs = 60_000
const longestHeaders = 16_384

export interface Forwarding {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly route: Route
  readonly link: VaultLink
  /** Of who asks. */
  readonly address: string
  /** By which the world reaches the relay: `https`. */
  readonly protocol: string
}

/** Leads one request to a vault and its answer back, both as they come. */
export async function forwardRequest(forwarding: Forwarding): Promise<void> {
  const { request, response, link, address } = forwarding
  let channel: Duplex
  try {
    channel = await link.open({ address, port: request.socket.remotePort ?? 0 })
  } catch (error) {
    if (error instanceof LinkError && error.code === 'SILENT') refuse(response, 504, silent)
    else refuse(response, 502, away)
    return
  }
  try {
    await exchange(forwarding, channel)
  } catch {
    // What was begun cannot be taken back; the end without an end says it.
    if (response.headersSent) response.destroy()
    else refuse(response, 502, away)
  } finally {
    // Nobody reads what may still come.
    channel.resume().destroy()
  }
}

const silent = 'The vault does not answer'
const away = 'The vault has gone away, or answered with something else than HTTP'

async function exchange(forwarding: Forwarding, channel: Duplex): Promise<void> {
  const { request, response, route, address, protocol, link } = forwarding
  const outgoing = httpRequest({
    createConnection: () => asSocket(channel) as never,
    method: request.method ?? 'GET',
    path: route.path,
    headers: requestHeaders(request, route, { address, protocol }),
    maxHeaderSize: longestHeaders,
  })
  const gone = () => outgoing.destroy()
  response.once('close', gone)
  const late = setTimeout(() => {
    refuse(response, 504, silent)
    outgoing.destroy()
  }, longestAnswerMs)
  try {
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).on('error', reject)
      outgoing.once('close', () => reject(new LinkError('GONE')))
    })
    // Not waited for: a vault may answer before it has heard all.
    const asking = ask(request, outgoing, link, () => late.refresh())
    asking.catch(() => outgoing.destroy())
    const answer = await answered
    clearTimeout(late)
    response.writeHead(answer.statusCode ?? 502, responseHeaders(answer))
    response.flushHeaders()
    await pipeline(answer, response)
  } finally {
    clearTimeout(late)
    response.off('close', gone)
    outgoing.destroy()
  }
}

/** Sends the body as fast as the vault takes it, and holds no more of it than that. */
async function ask(
  request: IncomingMessage,
  outgoing: ReturnType<typeof httpRequest>,
  link: VaultLink,
  onProgress: () => void,
): Promise<void> {
  for await (const chunk of request) {
    await new Promise<void>((resolve, reject) => {
      const gone = () => reject(new LinkError('GONE'))
      outgoing.once('close', gone)
      outgoing.write(chunk, (error) => {
        outgoing.off('close', gone)
        if (error) reject(error)
        else resolve()
      })
    })
    await link.drained()
    onProgress()
  }
  outgoing.end()
}

/** With what HTTP asks of a socket beyond a stream, as ssh2 does it (`lib/http-agents.js`). */
function asSocket(channel: Duplex): Duplex {
  const nothing = () => channel
  return Object.assign(channel, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
    destroySoon: () => channel.destroy(),
  })
}
