import { type TunnelCause, TunnelError, type TunnelProvider } from './tunnel.ts'

export interface NgrokOptions {
  /** Lets whoever has it be an agent of the account. Stays in memory. */
  readonly token: string
  /** A host name that the owner has at ngrok; null for one that ngrok chooses. */
  readonly domain: string | null
  /** Stands in for ngrok’s library. */
  readonly openSession?: OpenNgrokSession
}

/** What is used of ngrok’s library. */
export interface NgrokSession {
  /** Leads what comes to the domain, or to a name of ngrok’s choice, to an address. */
  forward(domain: string | null, address: string): Promise<{ url(): string | null }>
  close(): Promise<void>
}

/**
 * Logs in at ngrok.
 * @param onLost told when the connection has ended; the library would make it anew by itself
 */
export type OpenNgrokSession = (token: string, onLost: () => void) => Promise<NgrokSession>

const program = 'ngrok'
const host = 'ngrok.com'
/** Authtokens that are malformed, unknown or revoked, and none at all (ngrok.com/docs/errors). */
const tokenErrors = ['105', '107', '4018']
const longestFarewellMs = 3_000

/**
 * ngrok’s tunnel, by ngrok’s own library, which is loaded with the first connection. HTTP comes as
 * from a reverse proxy: ngrok says in `X-Forwarded-For` who asks.
 */
export function createNgrokTunnel(options: NgrokOptions): TunnelProvider {
  const { token, domain, openSession = openNgrokSession } = options
  return {
    kind: 'ngrok',
    async connect(target, signal) {
      signal.throwIfAborted()
      let lose: (cause: TunnelCause) => void = () => {}
      const lost = new Promise<TunnelCause>((resolve) => {
        lose = resolve
      })
      const end = () => lose({ code: 'LOST', parameters: { host } })
      const connecting = begin(openSession(token, end), domain, target)
      try {
        const { session, publicUrl } = await unlessAborted(connecting, signal)
        return {
          ...{ publicUrl, lost },
          async [Symbol.asyncDispose]() {
            await closed(session)
            end()
          },
        }
      } catch (error) {
        // It cannot be given up, so what comes of it is closed.
        void connecting.then(({ session }) => closed(session)).catch(() => {})
        signal.throwIfAborted()
        throw ngrokError(error)
      }
    },
  }
}

async function begin(opening: Promise<NgrokSession>, domain: string | null, target: number) {
  const session = await opening
  try {
    const publicUrl = (await session.forward(domain, `http://127.0.0.1:${target}`)).url()
    if (publicUrl === null) throw new TunnelError('BAD_ANSWER', { host })
    return { session, publicUrl }
  } catch (error) {
    await closed(session)
    throw error
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    if (signal.aborted) giveUp()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

async function closed(session: NgrokSession): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestFarewellMs)
  })
  await Promise.race([session.close().catch(() => {}), late])
  clearTimeout(timer)
}

/** Its errors tell more in their text, which may hold the token, than in their fields. */
function ngrokError(error: unknown): TunnelError {
  if (error instanceof TunnelError) return error
  const [detail, code] = /ERR_NGROK_(\d+)/.exec(String(error)) ?? []
  if (detail === undefined || code === undefined) {
    return new TunnelError('SERVICE_UNREACHABLE', { program })
  }
  if (tokenErrors.includes(code)) return new TunnelError('TOKEN_REFUSED', { program })
  return new TunnelError('SERVICE_REFUSED', { program, detail })
}

const openNgrokSession: OpenNgrokSession = async (token, onLost) => {
  const { SessionBuilder } = await import('@ngrok/ngrok').catch(() => {
    throw new TunnelError('PROGRAM_MISSING', { program })
  })
  const session = await new SessionBuilder()
    .authtoken(token)
    .clientInfo('evault-desktop', '1')
    .handleDisconnection(() => {
      onLost()
      // To say no would throw where nobody catches it; we close the session instead.
      return true
    })
    .connect()
  return {
    async forward(domain, address) {
      const endpoint = session.httpEndpoint()
      return (domain === null ? endpoint : endpoint.domain(domain)).listenAndForward(address)
    },
    close: () => session.close(),
  }
}
