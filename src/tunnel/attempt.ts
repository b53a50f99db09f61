import type { Alarm } from './alarm.ts'
import type { Probe } from './probe.ts'
import {
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from './tunnel.ts'

/** One try to be reachable by a provider, for as long as that lasts. */
export interface Attempt {
  /** Its place among those configured. */
  readonly provider: number
  /** Aborted with what ended it. */
  readonly control: AbortController
  /** There once it is connected. */
  connection: TunnelConnection | null
}

/** Why an attempt is given up when it is to be made again at once. */
export const woken = Symbol('woken')

const longestConnectMs = 20_000
/** What is connected may be known to the world only a while later. */
const longestProofMs = 20_000
const firstProofPauseMs = 250
const longestProofPauseMs = 4_000

export function newAttempt(provider: number): Attempt {
  return { provider, control: new AbortController(), connection: null }
}

/** @throws what ended the attempt, TunnelError TIMEOUT, or what the provider throws */
export async function connect(
  attempt: Attempt,
  provider: TunnelProvider,
  port: number,
): Promise<TunnelConnection> {
  const { control } = attempt
  const timer = setTimeout(() => control.abort(new TunnelError('TIMEOUT')), longestConnectMs)
  try {
    const connection = await provider.connect(port, control.signal)
    attempt.connection = connection
    void connection.lost.then(({ code, parameters }) =>
      control.abort(new TunnelError(code, parameters)),
    )
    return connection
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Probes until an answer comes back, for a while.
 * @param alarm ends a pause
 * @param onFailure told why a probe failed that will be repeated
 * @throws what ended the attempt, or why the last probe failed
 */
export async function prove(
  { control: { signal } }: Attempt,
  publicUrl: string,
  means: {
    readonly probe: Probe
    readonly alarm: Alarm
    readonly onFailure: (cause: TunnelCause) => void
  },
): Promise<void> {
  const deadline = performance.now() + longestProofMs
  for (let pauseMs = firstProofPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestProofPauseMs)) {
    const cause = await means.probe(publicUrl, signal)
    signal.throwIfAborted()
    if (cause === null) return
    if (performance.now() + pauseMs > deadline) throw new TunnelError(cause.code, cause.parameters)
    means.onFailure(cause)
    await means.alarm.wait(pauseMs, signal)
  }
}
