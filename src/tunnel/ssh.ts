import { connect as connectSocket, type Socket } from 'node:net'
import ssh2, { type Client, type ServerHostKeyAlgorithm } from 'ssh2'
import { forwardTo } from './forward.ts'
import {
  createHostKeyCheck,
  type HostKeyCheck,
  type HostKeyOptions,
  hostKeyChanged,
} from './host-key.ts'
import { detailOf, type TunnelConnection, TunnelError, type TunnelProvider } from './tunnel.ts'

export interface SshTunnelOptions extends HostKeyOptions {
  /** Where sshd listens. */
  readonly port: number
  readonly user: string
  /** In OpenSSH’s or PEM’s format, without a passphrase. Stays in memory. */
  readonly privateKey: string
  /** Where the server shall listen for the world: `localhost` when a reverse proxy stands before
   * it, empty for all its addresses; port 0 lets it choose. */
  readonly listen: { readonly address: string; readonly port: number }
  /** Origin at which the world reaches that. A port that the server chose is put into it. */
  readonly publicUrl: string
}

const keepAliveMs = 10_000
const mostUnanswered = 3

/** Reverse forwarding through any server with sshd (RFC 4254, 7.1). */
export function createSshTunnel(options: SshTunnelOptions): TunnelProvider {
  const hostKeys = createHostKeyCheck(options)
  return {
    kind: 'ssh',
    async connect(port, signal) {
      signal.throwIfAborted()
      if (!isPrivateKey(options.privateKey)) throw new TunnelError('KEY_UNUSABLE')
      const socket = connectSocket({ host: options.host, port: options.port, noDelay: true })
      const giveUp = () => socket.destroy()
      signal.addEventListener('abort', giveUp)
      try {
        const client = await logIn(socket, options, hostKeys)
        return await forward(client, socket, options, port)
      } catch (error) {
        socket.destroy()
        signal.throwIfAborted()
        throw error
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
  }
}

function isPrivateKey(text: string): boolean {
  const key = ssh2.utils.parseKey(text)
  return !(key instanceof Error) && key.isPrivateKey()
}

/** @throws TunnelError */
function logIn(socket: Socket, options: SshTunnelOptions, hostKeys: HostKeyCheck): Promise<Client> {
  const client = new ssh2.Client()
  let refusal: unknown
  return new Promise((resolve, reject) => {
    client.on('error', (error) => reject(refusal ?? loginFailure(options, hostKeys, error)))
    client.once('close', () => reject(loginFailure(options, hostKeys)))
    client.once('ready', () => resolve(client))
    client.connect({
      sock: socket,
      username: options.user,
      privateKey: options.privateKey,
      authHandler: ['publickey'],
      algorithms: { serverHostKey: hostKeys.algorithms as ServerHostKeyAlgorithm[] },
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        hostKeys.check(key).then(
          () => verify(true),
          (error: unknown) => {
            refusal = error
            verify(false)
          },
        )
      },
      keepaliveInterval: keepAliveMs,
      keepaliveCountMax: mostUnanswered,
      // The supervisor says how long it may take.
      readyTimeout: 0,
    })
  })
}

function loginFailure(
  { host, user }: SshTunnelOptions,
  hostKeys: HostKeyCheck,
  error?: Error & { level?: string },
): TunnelError {
  if (error === undefined) return new TunnelError('UNREACHABLE', { host, detail: 'closed' })
  if (error.level === 'client-socket') {
    return new TunnelError('UNREACHABLE', { host, detail: detailOf(error) })
  }
  if (error.level === 'client-authentication')
    return new TunnelError('LOGIN_REFUSED', { host, user })
  // It has other keys, none of the kind that it is known by.
  if (hostKeys.expected !== '' && error.message.includes('no matching host key format')) {
    return hostKeyChanged(host, hostKeys.expected, '')
  }
  return new TunnelError('BAD_ANSWER', { host })
}

/** @throws TunnelError */
function forward(
  client: Client,
  socket: Socket,
  { host, listen, publicUrl }: SshTunnelOptions,
  target: number,
): Promise<TunnelConnection> {
  const forwarder = forwardTo(target)
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new TunnelError('LOST', { host })))
    client.forwardIn(listen.address, listen.port, (error, allotted) => {
      if (error) {
        reject(new TunnelError('FORWARDING_REFUSED', { host, port: listen.port }))
        return
      }
      client.on('tcp connection', ({ destPort }, accept, refuse) => {
        if (destPort === allotted && forwarder.hasRoom) forwarder.join(accept())
        else refuse()
      })
      resolve({
        publicUrl: listen.port === 0 ? withPort(publicUrl, allotted) : publicUrl,
        lost: closed.then(() => ({ code: 'LOST', parameters: { host } })),
        async [Symbol.asyncDispose]() {
          forwarder[Symbol.dispose]()
          socket.destroy()
          await closed
        },
      })
    })
  })
}

function withPort(publicUrl: string, port: number): string {
  const url = new URL(publicUrl)
  url.port = String(port)
  return url.origin
}
