import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { addressKey } from '../registry/address-key.ts'
import { createRateLimit } from '../registry/rate-limit.ts'
import { longestQueue } from '../tunnel/listen-queue.ts'
import { plainAddress } from '../tunnel/proxy-line.ts'
import { type Forwarding, forwardRequest } from './forward-request.ts'
import { refuse } from './refuse.ts'
import { routeOf } from './route.ts'
import type { Vaults } from './vaults.ts'

const longestHeaders = 16_384
const longestHeadersMs = 15_000
/** Without a byte either way; event streams send signs of life more often. */
const longestSilenceMs = 120_000
const mostConnections = 4_096
/** Of one address; behind a reverse proxy, all are of one. */
const mostConnectionsOfAddress = 256
/** Requests at a time. */
const mostOfAddress = 64
/** Requests a minute. */
const addressRate = 1_000
const vaultRate = 6_000

export interface HttpDoorOptions {
  readonly listen: { readonly address: string; readonly port: number }
  readonly vaults: Vaults
  readonly relayUrl: URL
  /** Whether a reverse proxy stands before it, whose last entry in `X-Forwarded-For` is believed. */
  readonly behindProxy: boolean
}

/** Where the world comes in. */
export interface HttpDoor extends AsyncDisposable {
  readonly port: number
}

/** @throws the system’s error when it cannot listen */
export async function openHttpDoor(options: HttpDoorOptions): Promise<HttpDoor> {
  const server = createServer(
    {
      maxHeaderSize: longestHeaders,
      headersTimeout: longestHeadersMs,
      // Uploads may take long; the silence is what is limited.
      requestTimeout: 0,
      noDelay: true,
    },
    createHandler(options),
  )
  server.timeout = longestSilenceMs
  server.maxConnections = mostConnections
  if (!options.behindProxy) limitConnections(server)
  await listen(server, options.listen)
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function limitConnections(server: Server): void {
  const connections = createCounter()
  server.on('connection', (socket) => {
    const key = addressKey(socket.remoteAddress ?? '')
    connections.add(key, 1)
    socket.once('close', () => connections.add(key, -1))
    if (connections.of(key) > mostConnectionsOfAddress) socket.destroy()
  })
}

function listen(server: Server, { address, port }: HttpDoorOptions['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, longestQueue, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Why a request goes to no vault. */
interface Refusal {
  readonly status: number
  readonly error: string
  readonly retrySeconds?: number
}

/** What is known of who asks, and for which vault. */
type Asking = Pick<Forwarding, 'route' | 'link' | 'address'> & { readonly key: string }

function createHandler(options: HttpDoorOptions) {
  const open = createCounter()
  const judge = createJudge(options, open.of)
  const protocol = options.relayUrl.protocol.slice(0, -1)
  return (request: IncomingMessage, response: ServerResponse): void => {
    // Whatever comes of it is told by its other end.
    request.on('error', () => {})
    response.on('error', () => {})
    const asking = judge(request)
    if ('status' in asking) {
      refuse(response, asking.status, asking.error, asking.retrySeconds)
      return
    }
    const { key, ...known } = asking
    open.add(key, 1)
    void forwardRequest({ request, response, protocol, ...known }).finally(() => open.add(key, -1))
  }
}

/** Finds the vault, and says whether it may be asked now. */
function createJudge(
  { vaults, relayUrl, behindProxy }: HttpDoorOptions,
  openOf: (key: string) => number,
): (request: IncomingMessage) => Asking | Refusal {
  const ofAddress = createRateLimit({ perMinute: addressRate })
  const ofVault = createRateLimit({ perMinute: vaultRate })
  const tooMuch = (retrySeconds: number) => ({ ...tooManyRequests, retrySeconds })
  return (request) => {
    const address = addressOf(request, behindProxy)
    const key = addressKey(address)
    const addressWaits = ofAddress.take(key)
    if (addressWaits > 0) return tooMuch(addressWaits)
    const route = routeOf(request.headers.host ?? '', request.url ?? '', relayUrl)
    if (route === null) return nowhere
    const link = vaults.find(route.vault)
    if (link === null) {
      vaults.missed(route.vault)
      return away
    }
    const vaultWaits = ofVault.take(route.vault)
    if (vaultWaits > 0) return tooMuch(vaultWaits)
    if (openOf(key) >= mostOfAddress) return tooMuch(1)
    return link.isFull ? full : { route, link, address, key }
  }
}

const tooManyRequests: Refusal = { status: 429, error: 'Too many requests' }
const nowhere: Refusal = { status: 404, error: 'No vault has this address' }
/** Whether there is such a vault at all is nobody’s business. */
const away: Refusal = { status: 503, error: 'The vault is away', retrySeconds: 10 }
const full: Refusal = { status: 503, error: 'The vault is busy', retrySeconds: 1 }

function addressOf({ socket, headers }: IncomingMessage, behindProxy: boolean): string {
  const told = behindProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
    : ''
  const last = plainAddress(told?.trim() ?? '')
  return isIP(last) ? last : plainAddress(socket.remoteAddress ?? '')
}

function createCounter() {
  const counts = new Map<string, number>()
  return {
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: number): void {
      const count = (counts.get(key) ?? 0) + change
      if (count === 0) counts.delete(key)
      else counts.set(key, count)
    },
  }
}
