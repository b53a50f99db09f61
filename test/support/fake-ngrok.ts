import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createServer, type TLSSocket } from 'node:tls'
import { freePort } from './listen.ts'
import { type MuxadoSession, serveMuxado } from './muxado.ts'

/**
 * NOT ngrok: a stand-in for its service on loopback, which speaks the parts of its protocol that
 * ngrok’s own library uses (github.com/ngrok/ngrok-rust, `internals/proto.rs`). What comes to its
 * public address is led to the agent, with `X-Forwarded-For`, as ngrok does.
 */
export interface FakeNgrok extends AsyncDisposable {
  /** Where agents connect: `localhost:PORT`. */
  readonly serverAddress: string
  /** By which they know it, as PEM. */
  readonly certificate: string
  /** Where the world asks. */
  readonly publicUrl: string
  /** Ends all connections and accepts none, like a power cut. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Types of streams; what else an agent opens asks for a tunnel. */
const auth = 0
const proxy = 3
const heartbeat = 0xffffffff
/** Who asks, as it says. */
const asker = '203.0.113.7'

/**
 * Starts it.
 * @param token the one that it lets in
 */
export async function startFakeNgrok(token: string): Promise<FakeNgrok> {
  const identity = makeIdentity()
  const [port, publicPort] = [await freePort(), await freePort()]
  const publicUrl = `http://localhost:${publicPort}`
  const agents = new Map<TLSSocket, MuxadoSession>()
  let servers: Server[] = []
  const onStream = (type: number, stream: Duplex) => {
    if (type === heartbeat) return void stream.pipe(stream)
    readMessage(stream, (message) => {
      const answer = type === auth ? authAnswer(message, token) : bindAnswer(message, publicUrl)
      stream.end(JSON.stringify(answer))
    })
  }
  const start = async () => {
    const agentServer = createServer(identity, (socket) => {
      agents.set(socket, serveMuxado(socket, onStream))
      socket.on('error', () => {}).on('close', () => agents.delete(socket))
    })
    const publicServer = createHttpServer((asked, answer) => {
      const agent = [...agents.values()].at(-1)
      if (agent === undefined) answer.writeHead(404).end()
      else leadTo(agent, asked, answer)
    })
    servers = [agentServer, publicServer]
    await listen(agentServer, port)
    await listen(publicServer, publicPort)
  }
  const kill = async () => {
    for (const socket of agents.keys()) socket.destroy()
    await Promise.all(servers.map(closed))
    servers = []
  }
  await start()
  return {
    ...{ serverAddress: `localhost:${port}`, certificate: identity.cert, publicUrl },
    ...{ start, kill },
    [Symbol.asyncDispose]: kill,
  }
}

/** As ngrok’s, the refusal repeats the token. */
function authAnswer({ Extra: { AuthToken } }: Message, token: string): object {
  if (AuthToken === token) return { Version: '2', ClientId: 'agent', Extra: {} }
  return { Error: `The authtoken you specified is wrong: ${AuthToken}\n\nERR_NGROK_107` }
}

function bindAnswer({ Opts }: Message, publicUrl: string): object {
  return { Id: 'tunnel', URL: publicUrl, Proto: 'http', Opts, Extra: { Token: '' } }
}

function leadTo(agent: MuxadoSession, asked: IncomingMessage, answer: ServerResponse): void {
  const stream = agent.open(proxy)
  stream.write(proxyHeader())
  const { method = 'GET', url: path = '/' } = asked
  const headers = { ...asked.headers, 'x-forwarded-for': asker, connection: 'close' }
  const led = request({ createConnection: () => stream, method, path, headers })
  led.on('error', () => answer.destroy())
  led.on('response', (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(answer)
  })
  asked.pipe(led)
}

interface Message {
  readonly Opts: object
  readonly Extra: { readonly AuthToken: string }
}

/** A message ends where its JSON does. */
function readMessage(stream: Duplex, onMessage: (message: Message) => void): void {
  let text = ''
  stream.on('data', (bytes: Buffer) => {
    text += String(bytes)
    try {
      onMessage(JSON.parse(text))
    } catch {
      // There is more to come.
    }
  })
}

/** What a stream begins with that leads a connection to the agent: its length, and JSON. */
function proxyHeader(): Buffer {
  const json = Buffer.from(
    JSON.stringify({
      ...{ Id: 'tunnel', ClientAddr: `${asker}:50000`, Proto: 'http', EdgeType: '3' },
      PassthroughTLS: false,
    }),
  )
  const length = Buffer.alloc(8)
  length.writeBigInt64LE(BigInt(json.length))
  return Buffer.concat([length, json])
}

/** A key and a certificate for localhost that nobody else trusts. */
function makeIdentity(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'evault-fake-ngrok-'))
  try {
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    name.push('-addext', 'basicConstraints=critical,CA:FALSE')
    const args = ['req', '-x509', ...kind, '-days', '2', ...name, '-keyout', key, '-out', cert]
    execFileSync('openssl', args, { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, 'localhost', () => resolve()))
}

function closed(server: Server): Promise<void> {
  if ('closeAllConnections' in server) (server as HttpServer).closeAllConnections()
  return new Promise((resolve) => void server.close(() => resolve()))
}
