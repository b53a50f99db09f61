import { createServer, type Server, type Socket } from 'node:net'
import type { Logger } from 'pino'
import ssh2, { type AuthContext, type Connection } from 'ssh2'
import { addressKey } from '../registry/address-key.ts'
import { createRateLimit } from '../registry/rate-limit.ts'
import { longestQueue } from '../tunnel/listen-queue.ts'
import type { Admission } from './admission.ts'
import { publicUrlOf } from './route.ts'
import { createVaultLink, type VaultLink } from './vault-link.ts'
import type { Vaults } from './vaults.ts'

/** For a connection to say who it is and what it wants. */
const longestGreetingMs = 15_000
const mostConnections = 2_048
/** A minute, from one address. */
const connectRate = 120
const mostTries = 3
/** Of what is refused; a program of ours asks for nothing of it. */
const mostRefusals = 10
/** Bytes that wait for somebody to take them. */
const mostUnread = 8 * 1024 * 1024
const keepAliveMs = 10_000
const mostUnanswered = 3

export interface SshDoorOptions {
  /** Private, in OpenSSH’s format. */
  readonly hostKey: string
  readonly listen: { readonly address: string; readonly port: number }
  readonly admission: Admission
  readonly vaults: Vaults
  readonly relayUrl: URL
  /** Whether all host names below the relay’s lead to it. */
  readonly byHostName: boolean
  readonly log: Logger
}

/** Somebody who has connected. */
interface Caller {
  readonly socket: Socket
  /** They are the way to a vault from now on, and have all the time. */
  registered(): void
}

/** Where vaults come in: an SSH server that does nothing but lead requests to them. */
export interface SshDoor extends AsyncDisposable {
  readonly port: number
}

/** @throws the system’s error when it cannot listen */
export async function openSshDoor(options: SshDoorOptions): Promise<SshDoor> {
  const callers = new Map<string, Caller>()
  const ssh = new ssh2.Server({
    hostKeys: [options.hostKey],
    ident: 'evault-relay',
    // What is small on the wire must not be large in here.
    algorithms: { compress: ['none'] },
    keepaliveInterval: keepAliveMs,
    keepaliveCountMax: mostUnanswered,
  })
  ssh.on('connection', (client, { ip, port }) => {
    const caller = callers.get(nameOf(ip, port))
    if (caller) receive(client, caller, options)
  })
  const mayCome = createRateLimit({ perMinute: connectRate })
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    const hasRoom = callers.size < mostConnections
    if (hasRoom && mayCome.take(addressKey(socket.remoteAddress ?? '')) === 0) {
      const name = nameOf(socket.remoteAddress, socket.remotePort)
      callers.set(name, expectWord(socket))
      socket.once('close', () => callers.delete(name))
      ssh.injectSocket(socket)
    } else {
      socket.destroy()
    }
  })
  await listen(server, options.listen)
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const { socket } of callers.values()) socket.destroy()
      await closed
    },
  }
}

const nameOf = (address: string | undefined, port: number | undefined) => `${address} ${port}`

/** Sends whoever does not come to the point away, and later whoever does not hear the answers. */
function expectWord(socket: Socket): Caller {
  const timer = setTimeout(() => socket.destroy(), longestGreetingMs)
  socket.once('close', () => clearTimeout(timer))
  // Begins when ssh2 lets it flow.
  socket.pause().on('data', () => {
    if (socket.writableLength > mostUnread) socket.destroy()
  })
  return { socket, registered: () => clearTimeout(timer) }
}

function listen(server: Server, { address, port }: SshDoorOptions['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, longestQueue, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function receive(client: Connection, caller: Caller, options: SshDoorOptions): void {
  const { socket } = caller
  let vault = ''
  let tries = 0
  client.on('error', () => socket.destroy())
  client.on('authentication', (context) => {
    tries += 1
    if (tries > mostTries) socket.destroy()
    else if (context.method !== 'password') context.reject(['password'])
    else void letIn(context, context.password)
  })
  async function letIn(context: AuthContext, proof: string): Promise<void> {
    try {
      const id = await options.admission.admit(context.username, proof)
      if (id === null) {
        context.reject(['password'])
        return
      }
      vault = id
      context.accept()
    } catch (error) {
      // Not knowing is not refusing: the vault comes back in a moment.
      options.log.warn({ code: (error as { code?: unknown }).code }, 'the registry cannot be asked')
      socket.destroy()
    }
  }
  client.once('ready', () => serveClient(client, caller, vault, options))
}

/** One registration, and nothing else. */
function serveClient(
  client: Connection,
  caller: Caller,
  vault: string,
  options: SshDoorOptions,
): void {
  const { socket } = caller
  let link: VaultLink | null = null
  let refusals = 0
  const end = (why: string) => {
    if (link) link.cut(why)
    else socket.destroy()
  }
  for (const event of ['session', 'tcpip', 'openssh.streamlocal'] as const) {
    client.on(event as 'session', () => end('asks for more than it may'))
  }
  client.on('request', (accept, refuse, name, info) => {
    const isWanted = name === 'tcpip-forward' && 'bindPort' in info && info.bindPort > 0
    if (isWanted && link === null && accept) {
      link = createVaultLink(vault, client, socket, info)
      caller.registered()
      accept()
      welcome(link, options)
      return
    }
    refuse?.()
    refusals += 1
    if (refusals > mostRefusals) end('asks for more than it may')
  })
}

/**
 * What a vault is told first, as one line of JSON on a connection of its own from `relay`.
 * - `publicUrl`: where the world reaches it.
 * - `missed`: how often somebody asked while it was away, and when last (ms since 1970, or null).
 */
function welcome(link: VaultLink, { vaults, relayUrl, byHostName, log }: SshDoorOptions): void {
  const missed = vaults.add(link)
  const ename = `@${link.vault}`
  log.info({ ename, missed: missed.count }, 'vault connected')
  void link.ended.then((why) => log.info({ ename, why, requests: link.requests }, 'vault gone'))
  const publicUrl = publicUrlOf(link.vault, relayUrl, byHostName)
  link.tell(`${JSON.stringify({ publicUrl, missed })}\n`).catch(() => link.cut('does not listen'))
}
