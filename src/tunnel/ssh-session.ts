import { connect as connectSocket, type Socket } from 'node:net'
import ssh2, {
  type AcceptConnection,
  type Client,
  type ClientChannel,
  type ConnectConfig,
  type RejectConnection,
  type ServerHostKeyAlgorithm,
  type TcpConnectionDetails,
} from 'ssh2'
import { type HostKeyCheck, hostKeyChanged } from './host-key.ts'
import { detailOf, type TunnelCause, TunnelError } from './tunnel.ts'

export interface SshLogin {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly hostKeys: HostKeyCheck
  /** How it shows who it is, once the server has shown who it is. */
  readonly credentials: Pick<ConnectConfig, 'privateKey' | 'authHandler'>
  /** What is thrown when the server does not accept that. */
  readonly refusal: TunnelError
}

/** A connection to an SSH server that let us in. */
export interface SshSession extends AsyncDisposable {
  readonly client: Client
  readonly host: string
  /** Settles when it has ended; never rejects. */
  readonly lost: Promise<TunnelCause>
}

const keepAliveMs = 10_000
const mostUnanswered = 3

/**
 * Logs in at an SSH server, and leaves nothing behind when that fails, or what is done next.
 * @param signal gives it up
 * @param begin what to do with the session
 * @throws TunnelError, or the reason of the signal
 */
export async function openSession<T>(
  login: SshLogin,
  signal: AbortSignal,
  begin: (session: SshSession) => Promise<T>,
): Promise<T> {
  const { host, port } = login
  const socket = connectSocket({ host, port, noDelay: true })
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
  const giveUp = () => socket.destroy()
  signal.addEventListener('abort', giveUp)
  try {
    return await begin({
      client: await logIn(socket, login),
      host,
      lost: closed.then(() => ({ code: 'LOST', parameters: { host } })),
      async [Symbol.asyncDispose]() {
        socket.destroy()
        await closed
      },
    })
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** @throws TunnelError */
function logIn(socket: Socket, login: SshLogin): Promise<Client> {
  const client = new ssh2.Client()
  const { hostKeys, credentials } = login
  let refusal: unknown
  return new Promise((resolve, reject) => {
    const fail = (error?: LoginError) => {
      // What leads to a server that is away, or one that is full, takes the call and hangs up.
      const isSilent = error?.level === 'protocol' && socket.bytesRead === 0
      reject(refusal ?? loginFailure(login, isSilent ? undefined : error))
    }
    client.on('error', fail)
    client.once('close', () => fail())
    client.once('ready', () => resolve(client))
    client.connect({
      ...credentials,
      sock: socket,
      username: login.user,
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

type LoginError = Error & { readonly level?: string }

/** @param error none where the server has just hung up */
function loginFailure({ host, hostKeys, refusal }: SshLogin, error?: LoginError): TunnelError {
  if (error === undefined) return new TunnelError('UNREACHABLE', { host, detail: 'closed' })
  if (error.level === 'client-socket') {
    return new TunnelError('UNREACHABLE', { host, detail: detailOf(error) })
  }
  if (error.level === 'client-authentication') return refusal
  // It has other keys, none of the kind that it is known by.
  if (hostKeys.expected !== '' && error.message.includes('no matching host key format')) {
    return hostKeyChanged(host, hostKeys.expected, '')
  }
  return new TunnelError('BAD_ANSWER', { host })
}

/**
 * Asks the server to listen, and hands over what comes there (RFC 4254, 7.1 and 7.2).
 * @returns the port where it listens
 * @throws TunnelError FORWARDING_REFUSED, LOST
 */
export function listenThrough(
  { client, host }: SshSession,
  listen: { readonly address: string; readonly port: number },
  onConnection: (
    details: TcpConnectionDetails,
    accept: AcceptConnection<ClientChannel>,
    refuse: RejectConnection,
  ) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new TunnelError('LOST', { host })))
    client.forwardIn(listen.address, listen.port, (error, allotted) => {
      if (error) {
        reject(new TunnelError('FORWARDING_REFUSED', { host, port: listen.port }))
        return
      }
      client.on('tcp connection', (details, accept, refuse) => {
        if (details.destPort === allotted) onConnection(details, accept, refuse)
        else refuse()
      })
      resolve(allotted)
    })
  })
}
