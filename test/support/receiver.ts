import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { listenOn } from './listen.ts'

/** A packet as a platform got it. */
export interface ReceivedPacket {
  readonly path: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into packets of any shape
  readonly json: any
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** What the platform does with a packet; the status it answers with, or its own answer. */
type Behaviour = (packet: ReceivedPacket, answer: ServerResponse) => number | undefined

/** A platform on 127.0.0.1 that keeps what it gets. */
export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly packets: ReceivedPacket[]
  /** From now on. */
  behave(behaviour: Behaviour | number): void
  /** How many packets are on their way at most. */
  readonly mostAtOnce: number
  /** Goes away as a program that ends; `openReceiver` with its port brings it back. */
  close(): Promise<void>
}

export async function openReceiver(port?: number): Promise<Receiver> {
  const packets: ReceivedPacket[] = []
  let behaviour: Behaviour | number = 200
  let atOnce = 0
  let mostAtOnce = 0
  const server = createServer(async (request, response) => {
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    response.on('close', () => {
      atOnce -= 1
    })
    const text = (await request.setEncoding('utf8').toArray()).join('')
    const { url: path = '', method = '', headers } = request
    const packet = { path, method, headers, text, json: parse(text), at: Date.now() }
    packets.push(packet)
    const status = typeof behaviour === 'number' ? behaviour : behaviour(packet, response)
    if (status !== undefined) response.writeHead(status).end()
  })
  const taken = await listenOn(server, port)
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    ...{ url: `http://127.0.0.1:${taken}`, port: taken, packets, close },
    behave(next) {
      behaviour = next
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    [Symbol.asyncDispose]: close,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
