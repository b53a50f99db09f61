import ssh2 from 'ssh2'
import { forwardTo } from './forward.ts'
import { createHostKeyCheck, type HostKeyOptions } from './host-key.ts'
import { listenThrough, openSession, type SshSession } from './ssh-session.ts'
import { type TunnelConnection, TunnelError, type TunnelProvider } from './tunnel.ts'

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
  /** Only a reverse proxy comes to where it listens, and says in `X-Forwarded-For` whom it speaks
   * for. */
  readonly behindProxy: boolean
}

/** Reverse forwarding through any server with sshd (RFC 4254, 7.1). */
export function createSshTunnel(options: SshTunnelOptions): TunnelProvider {
  const { host, port: sshPort, user, privateKey } = options
  const hostKeys = createHostKeyCheck(options)
  return {
    kind: 'ssh',
    async connect(port, signal) {
      signal.throwIfAborted()
      if (!isPrivateKey(privateKey)) throw new TunnelError('KEY_UNUSABLE')
      const login = {
        host,
        port: sshPort,
        user,
        hostKeys,
        credentials: { privateKey, authHandler: ['publickey' as const] },
        refusal: new TunnelError('LOGIN_REFUSED', { host, user }),
      }
      return openSession(login, signal, (session) => forward(session, options, port))
    },
  }
}

function isPrivateKey(text: string): boolean {
  const key = ssh2.utils.parseKey(text)
  return !(key instanceof Error) && key.isPrivateKey()
}

/** @throws TunnelError */
async function forward(
  session: SshSession,
  { listen, publicUrl, behindProxy }: SshTunnelOptions,
  target: number,
): Promise<TunnelConnection> {
  const forwarder = forwardTo(target)
  const allotted = await listenThrough(session, listen, ({ srcIP, srcPort }, accept, refuse) => {
    const peer = behindProxy ? null : { address: srcIP, port: srcPort }
    if (forwarder.hasRoom) forwarder.join(accept(), peer)
    else refuse()
  })
  return {
    publicUrl: listen.port === 0 ? withPort(publicUrl, allotted) : publicUrl,
    lost: session.lost,
    async [Symbol.asyncDispose]() {
      forwarder[Symbol.dispose]()
      await session[Symbol.asyncDispose]()
    },
  }
}

function withPort(publicUrl: string, port: number): string {
  const url = new URL(publicUrl)
  url.port = String(port)
  return url.origin
}
