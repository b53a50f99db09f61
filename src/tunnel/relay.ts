import type { AuthHandlerMiddleware, ClientChannel } from 'ssh2'
import { forwardTo } from './forward.ts'
import { createHostKeyCheck, type HostKeyOptions } from './host-key.ts'
import { listenThrough, openSession, type SshSession } from './ssh-session.ts'
import {
  causeOf,
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from './tunnel.ts'

export interface RelayTunnelOptions extends HostKeyOptions {
  /** Where the relay listens for vaults. */
  readonly port: number
  /** Of the vault. */
  readonly ename: string
  /** Address at which the world reaches the vault; left out, it is the one that the relay tells. */
  readonly publicUrl?: string
  /**
   * Proves that we are who we say, anew for each connection: a token as the relay wants it, in which
   * the owner’s key says so (`makeRelayProof`). Asked for once the relay has shown its key.
   */
  readonly proof: () => Promise<string>
  /** Told what the vault has missed while it was away. */
  readonly onMissed?: (missed: Missed) => void
}

/** How often somebody asked for the vault while it was away. */
export interface Missed {
  readonly count: number
  /** In ms since 1970; null when nobody did. */
  readonly lastAt: number | null
}

/** Any will do: a relay listens at nothing for us. */
const listen = { address: 'vault', port: 80 }
/** Who says the first word. */
const relayItself = 'relay'
const longestWord = 4_096
const longestUrl = 300

/** A relay of somebody we know (`evault relay`), which leads requests by host name or path to us. */
export function createRelayTunnel(options: RelayTunnelOptions): TunnelProvider {
  const { host, port: relayPort } = options
  const user = options.ename.replace(/^@/, '')
  const hostKeys = createHostKeyCheck(options)
  return {
    kind: 'relay',
    async connect(port, signal) {
      signal.throwIfAborted()
      let unproven: TunnelError | null = null
      const prove = async () => {
        try {
          return await options.proof()
        } catch (error) {
          const { code, parameters } = causeOf(error)
          unproven = new TunnelError(code === 'UNEXPECTED' ? 'PROOF_UNAVAILABLE' : code, parameters)
          return null
        }
      }
      const credentials = { authHandler: oneProof(user, prove) }
      const refusal = new TunnelError('PROOF_REFUSED', { host })
      const login = { host, port: relayPort, user, hostKeys, credentials, refusal }
      return openSession(login, signal, (session) => forward(session, options, port)).catch(
        (error: unknown) => {
          signal.throwIfAborted()
          throw unproven ?? error
        },
      )
    },
  }
}

/** A proof is shown once: it is good for no second time. */
function oneProof(user: string, prove: () => Promise<string | null>): AuthHandlerMiddleware {
  let isShown = false
  return (_methods, _isPartial, next) => {
    const giveUp = () => next(false as never)
    if (isShown) return giveUp()
    isShown = true
    void prove().then((proof) => {
      if (proof === null) giveUp()
      else next({ type: 'password', username: user, password: proof })
    })
  }
}

/** @throws TunnelError */
async function forward(
  session: SshSession,
  { publicUrl, onMissed }: RelayTunnelOptions,
  target: number,
): Promise<TunnelConnection> {
  const forwarder = forwardTo(target)
  let hear: ((channel: ClientChannel) => void) | null = null
  const heard = new Promise<ClientChannel>((resolve) => {
    hear = resolve
  })
  await listenThrough(session, listen, ({ srcIP }, accept, refuse) => {
    if (srcIP === relayItself) {
      // It has one word.
      if (hear) hear(accept())
      else refuse()
      hear = null
    }
    // The relay speaks HTTP, and says there who asks.
    else if (forwarder.hasRoom) forwarder.join(accept(), null)
    else refuse()
  })
  const word = await Promise.race([
    heard.then((channel) => readWord(channel, session.host)),
    session.lost,
  ])
  if ('code' in word) throw new TunnelError(word.code, word.parameters)
  onMissed?.(word.missed)
  return {
    publicUrl: publicUrl ?? word.publicUrl,
    lost: session.lost,
    async [Symbol.asyncDispose]() {
      forwarder[Symbol.dispose]()
      await session[Symbol.asyncDispose]()
    },
  }
}

interface Word {
  readonly publicUrl: string
  readonly missed: Missed
}

/** What a relay says first: where the world reaches the vault, and what it has missed. */
async function readWord(channel: ClientChannel, host: string): Promise<Word | TunnelCause> {
  let text = ''
  try {
    for await (const chunk of channel) {
      text += String(chunk)
      if (text.length > longestWord || text.endsWith('\n')) break
    }
    const { publicUrl, missed } = JSON.parse(text) as Record<string, unknown>
    const { count, lastAt } = missed as Record<string, unknown>
    const isRead = isAddress(publicUrl) && isCount(count) && (lastAt === null || isCount(lastAt))
    if (isRead) return { publicUrl, missed: { count, lastAt } }
  } catch {
    // Said below.
  }
  return { code: 'BAD_ANSWER', parameters: { host } }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)

function isAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > longestUrl || !URL.canParse(value)) return false
  const { protocol, username, password, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}
