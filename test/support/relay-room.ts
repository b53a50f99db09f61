import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import pino from 'pino'
import ssh2 from 'ssh2'
import { makeRelayProof } from '../../src/registry/relay-proof.ts'
import { type Relay, type RelayOptions, startRelay } from '../../src/relay/relay.ts'
import { createRelayTunnel, type RelayTunnelOptions } from '../../src/tunnel/relay.ts'
import type { TunnelConnection } from '../../src/tunnel/tunnel.ts'
import type { SignBytes } from '../../src/w3id/jwt.ts'
import { encodePublicKey } from '../../src/w3id/keys.ts'
import { type BadAnswer, type BadHome, type BadHomes, openBadHomes } from './bad-home.ts'
import { call } from './call.ts'
import { freePort, listenOn } from './listen.ts'
import { makeRegistryKey } from './registry-key.ts'
import { temporaryDirectory } from './test-vault.ts'

/** Somebody whose key the registry has certified. */
export interface Certified {
  readonly ename: string
  readonly sign: SignBytes
  readonly certificates: readonly string[]
}

/** A relay on free ports, with a directory and a log of its own. */
export interface RelayRoom extends AsyncDisposable {
  relay: Relay
  readonly url: string
  readonly directory: string
  /** The lines of its log, as text. */
  readonly logged: readonly string[]
  /** Ends it, as it is ended in order. */
  stop(): Promise<void>
  /** Starts it again on the same ports. */
  start(): Promise<void>
  proof(who: Certified, relayUrl?: string): Promise<string>
  /** The provider of a vault. */
  tunnel(
    who: Certified,
    changes?: Partial<RelayTunnelOptions>,
  ): ReturnType<typeof createRelayTunnel>
  /** Connects a port of 127.0.0.1; closed with the room. */
  connect(who: Certified, port: number): Promise<TunnelConnection>
  /** Logs in as a program of somebody else’s that means no good, and registers.
   * @param answer what it does with each request once some of it is there */
  misbehave(who: Certified, answer: BadAnswer, text?: string): Promise<BadHome>
  /** Asks a vault by path. */
  ask(
    who: { readonly ename: string },
    path: string,
    options?: Parameters<typeof call>[1],
  ): ReturnType<typeof call>
}

interface Registry {
  readonly url: string
  readonly secret: string | null
}

export async function openRelayRoom(
  registry: Registry,
  options: Partial<RelayOptions> = {},
): Promise<RelayRoom> {
  const directory = await temporaryDirectory()
  const logged: string[] = []
  const [port, sshPort] = [await freePort(), await freePort()]
  const url = options.publicUrl ?? `http://127.0.0.1:${port}`
  const start = () =>
    startRelay({
      ...{ registryUrl: registry.url, publicUrl: url, dataDirectory: directory.path },
      ...{ address: '127.0.0.1', port, sshPort, byHostName: false, behindProxy: false },
      log: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
      ...options,
    })
  const closing: (() => unknown)[] = []
  let badHomes: BadHomes | null = null
  const room: RelayRoom = {
    relay: await start(),
    url,
    directory: directory.path,
    logged,
    stop: async () => room.relay[Symbol.asyncDispose](),
    async start() {
      room.relay = await start()
    },
    proof: ({ ename, sign, certificates }, relayUrl = url) =>
      makeRelayProof({ ename, relayUrl, certificates }, sign),
    tunnel: (who, changes = {}) =>
      createRelayTunnel({
        ...{ host: '127.0.0.1', port: sshPort, ename: who.ename, hostKey: null },
        keepHostKey: async () => {},
        proof: () => room.proof(who),
        ...changes,
      }),
    async connect(who, target) {
      const connection = await room.tunnel(who).connect(target, new AbortController().signal)
      closing.push(() => connection[Symbol.asyncDispose]())
      return connection
    },
    async misbehave(who, answer, text = '') {
      if (badHomes === null) closing.push(() => badHomes?.[Symbol.asyncDispose]())
      badHomes ??= openBadHomes()
      const password = await room.proof(who)
      const login = { port: sshPort, username: who.ename.slice(1), password }
      return badHomes.connect({ ...login, answer, text })
    },
    ask: ({ ename }, path, request) => call(`http://127.0.0.1:${port}/${ename}${path}`, request),
    async [Symbol.asyncDispose]() {
      for (const close of closing) await close()
      await room.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
  return room
}

/** A new name with a key that the registry has certified. */
export async function newcomer({ url, secret }: Registry): Promise<Certified> {
  const { sign, spki } = await makeRegistryKey()
  const ename = `@${randomUUID()}`
  const { json } = await call(`${url}/key-binding-certificate`, {
    body: { ename, publicKey: encodePublicKey(spki) },
    headers: { authorization: `Bearer ${secret}` },
  })
  return { ename, sign, certificates: [json.token] }
}

/** A server on loopback that stands in for a vault’s listener. */
export async function standIn(
  answer: RequestListener,
  wanted?: number,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer(answer)
  return {
    port: await listenOn(server, wanted),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function logIn(port: number, username: string, password: string): Promise<ssh2.Client> {
  const client = new ssh2.Client()
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client)).on('error', reject)
    client.on('close', () => reject(new Error('closed')))
    // Also for what only OpenSSH is asked.
    client.connect({ host: '127.0.0.1', port, username, password, strictVendor: false })
  })
}

export function register(client: ssh2.Client, name = 'vault', port = 80): Promise<void> {
  return new Promise((resolve, reject) => {
    client.forwardIn(name, port, (error) => (error ? reject(error) : resolve()))
  })
}
