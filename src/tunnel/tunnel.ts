/**
 * Why there is no connection, or none that was proven. The window says each in its language, with
 * the parameters given here. Of a provider:
 * - `UNREACHABLE` {host, detail}: nobody answers there; `detail` is the system’s code.
 * - `TIMEOUT` {host}: it answers, and then not in time.
 * - `BAD_ANSWER` {host}: what answers there does not speak the provider’s protocol, or wrongly.
 * - `HOST_KEY_CHANGED` {host, expected, found}: the server is not the one we know. `found` is empty
 *   where it has no key of the kind we know.
 * - `HOST_KEY_NOT_KEPT` {host}: a server’s key could not be put away, so it is not trusted either.
 * - `KEY_UNUSABLE` {}: the private key given is none, or of a kind unknown here.
 * - `LOGIN_REFUSED` {host, user}: the server does not accept the key.
 * - `PROOF_REFUSED` {host}: the relay does not accept who we say we are.
 * - `PROOF_UNAVAILABLE` {detail}: we cannot prove it now: the owner’s key does not sign, or the registry has
 *   not certified it.
 * - `FORWARDING_REFUSED` {host, port}: the server does not open the port: not allowed, or taken.
 * - `PORT_TAKEN` {port}: another program on this computer listens there.
 * - `TOKEN_MISSING` {program}: the owner has given none.
 * - `TOKEN_REFUSED` {program}: the service does not know it, or no more.
 * - `SERVICE_UNREACHABLE` {program}: nobody answers where its service is.
 * - `SERVICE_REFUSED` {program, detail}: its service lets us in and leads nothing here; `detail` is
 *   the service’s code.
 * - `PROGRAM_MISSING` {program}: it is not installed, or must not be run.
 * - `PROGRAM_ENDED` {program, detail}: it stopped by itself; `detail` is the last error it told.
 * - `FORWARDS_ELSEWHERE` {program, service}: its set-up leads to something other than the vault.
 * - `LOST` {host}: the connection was there and has ended.
 *
 * Of a proof:
 * - `PROBE_UNREACHABLE` {detail}: no answer through the public address.
 * - `PROBE_TIMEOUT` {}: none in time.
 * - `PROBE_REFUSED` {status}: an error status, or a redirection.
 * - `PROBE_WRONG`: somebody answers there who is not this vault.
 *
 * `UNEXPECTED` {detail} is a defect of ours.
 */
export type TunnelCode =
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'BAD_ANSWER'
  | 'HOST_KEY_CHANGED'
  | 'HOST_KEY_NOT_KEPT'
  | 'KEY_UNUSABLE'
  | 'LOGIN_REFUSED'
  | 'PROOF_REFUSED'
  | 'PROOF_UNAVAILABLE'
  | 'FORWARDING_REFUSED'
  | 'PORT_TAKEN'
  | 'TOKEN_MISSING'
  | 'TOKEN_REFUSED'
  | 'SERVICE_UNREACHABLE'
  | 'SERVICE_REFUSED'
  | 'PROGRAM_MISSING'
  | 'PROGRAM_ENDED'
  | 'FORWARDS_ELSEWHERE'
  | 'LOST'
  | 'PROBE_UNREACHABLE'
  | 'PROBE_TIMEOUT'
  | 'PROBE_REFUSED'
  | 'PROBE_WRONG'
  | 'UNEXPECTED'

/** What went wrong. Holds no secret: it is shown and logged. */
export interface TunnelCause {
  readonly code: TunnelCode
  readonly parameters: Readonly<Record<string, string | number>>
}

export class TunnelError extends Error {
  override readonly name = 'TunnelError'
  readonly tunnelCause: TunnelCause

  constructor(code: TunnelCode, parameters: TunnelCause['parameters'] = {}) {
    super(code)
    this.tunnelCause = { code, parameters }
  }
}

/** The cause in whatever was thrown. */
export function causeOf(error: unknown): TunnelCause {
  if (error instanceof TunnelError) return error.tunnelCause
  return { code: 'UNEXPECTED', parameters: { detail: detailOf(error) } }
}

/** The system’s code of an error (`ECONNREFUSED`), else its name: never its text. */
export function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if ('code' in error && typeof error.code === 'string') return error.code.slice(0, 60)
  return error.name.slice(0, 60)
}

/** A way from the world to one port of this computer. Closing it ends all that runs through it. */
export interface TunnelConnection extends AsyncDisposable {
  /** Address at which the world reaches the port, without a slash at its end:
   * `https://vault.example.org`, with a relay also `https://relay.example.org/@<id>`. */
  readonly publicUrl: string
  /** Settles when the connection has ended, by itself or because it was closed; never rejects. */
  readonly lost: Promise<TunnelCause>
}

/** One way of being reachable. */
export interface TunnelProvider {
  readonly kind: 'own-address' | 'ssh' | 'cloudflared' | 'relay' | 'ngrok'
  /**
   * Connects. That it connected proves nothing about being reachable.
   * @param port of 127.0.0.1, the only one that the world reaches through it
   * @param signal gives the attempt up, and leaves nothing behind
   * @throws TunnelError, or the reason of the signal
   */
  connect(port: number, signal: AbortSignal): Promise<TunnelConnection>
}

/**
 * The origin of a public address as an owner types it.
 * @returns null for what is no http(s) address of a host alone
 */
export function publicOrigin(address: string): string | null {
  if (address.length > 300 || !URL.canParse(address)) return null
  const url = new URL(address)
  const isOrigin = url.pathname === '/' && url.search === '' && url.hash === ''
  if (!isOrigin || url.username !== '' || url.password !== '') return null
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : null
}
