import { createAlarm } from './alarm.ts'
import { jittered, retryDelayMs } from './back-off.ts'
import type { Probe } from './probe.ts'
import type { ProviderFailure, TunnelStatus } from './status.ts'
import { causeOf, type TunnelConnection, TunnelError, type TunnelProvider } from './tunnel.ts'

export interface TunnelSupervisorOptions {
  /** At least one; the first that works is used. */
  readonly providers: readonly TunnelProvider[]
  readonly probe: Probe
  /** Told at each change and each proof. */
  readonly onStatus: (status: TunnelStatus) => void
}

/** Keeps a port of this computer reachable, and says no more than was proven. */
export interface TunnelSupervisor {
  readonly status: TunnelStatus
  /** The last time that a probe came back, whatever has been since. */
  readonly lastProof: { readonly publicUrl: string; readonly at: number } | null
  /** Begins, or begins anew with another port. */
  start(port: number): void
  /** The computer woke up, its network is another, or the owner asks: looks or tries at once. */
  wake(): void
  /** Closes the connection. */
  stop(): Promise<void>
}

const longestConnectMs = 20_000
/** What is connected may be known to the world only a while later. */
const longestProofMs = 20_000
const firstProofPauseMs = 250
const longestProofPauseMs = 4_000
const probeEveryMs = 30_000
/** After a probe that failed. */
const probeAgainMs = 5_000
/** Probes that fail in a row before the connection is made anew. */
const mostFailedProbes = 3
/** A time reachable after which earlier failures are forgotten. */
const stableAfterMs = 60_000

/** Why an attempt is given up when it is to be made again at once. */
const woken = Symbol('woken')

interface ProviderRecord {
  /** In a row, without having been reachable for a while. */
  failures: number
  /** By `performance.now()`: a clock that is set back must not put it off. */
  dueAt: number
  last: ProviderFailure | null
}

export function createTunnelSupervisor(options: TunnelSupervisorOptions): TunnelSupervisor {
  const { providers, probe } = options
  const alarm = createAlarm()
  let status: TunnelStatus = { state: 'off' }
  let lastProof: TunnelSupervisor['lastProof'] = null
  let life = new AbortController()
  let attempt = new AbortController()
  let running = Promise.resolve()
  let records = freshRecords()

  function freshRecords(): ProviderRecord[] {
    return providers.map(() => ({ failures: 0, dueAt: 0, last: null }))
  }

  function become(next: TunnelStatus): void {
    status = next
    options.onStatus(next)
  }

  function failures(): ProviderFailure[] {
    return records.flatMap(({ last }) => last ?? [])
  }

  async function run(port: number, over: AbortSignal): Promise<void> {
    records = freshRecords()
    while (!over.aborted) {
      const now = performance.now()
      const due = records.findIndex(({ dueAt }) => dueAt <= now)
      if (due >= 0) await use(due, port, over)
      else await pause(Math.min(...records.map(({ dueAt }) => dueAt)) - now, over)
    }
    if (status.state !== 'off') become({ state: 'off' })
  }

  async function pause(ms: number, over: AbortSignal): Promise<void> {
    become({ state: 'waiting', retryAt: Date.now() + Math.round(ms), failures: failures() })
    // Stopping is no failure of waiting.
    await alarm.wait(ms, over).catch(() => {})
  }

  /** Connects by a provider and stays with it for as long as it works. */
  async function use(index: number, port: number, over: AbortSignal): Promise<void> {
    const current = new AbortController()
    attempt = current
    become({ state: 'connecting', provider: index, failures: failures() })
    let upSince = Number.POSITIVE_INFINITY
    try {
      const connection = await connect(index, port, current)
      try {
        void connection.lost.then(({ code, parameters }) =>
          current.abort(new TunnelError(code, parameters)),
        )
        await prove(index, connection, current.signal)
        upSince = performance.now()
        await watch(index, connection, current.signal)
      } finally {
        await connection[Symbol.asyncDispose]()
      }
    } catch (error) {
      if (over.aborted || error === woken) return
      noteFailure(index, error, performance.now() - upSince >= stableAfterMs)
    }
  }

  async function connect(
    index: number,
    port: number,
    current: AbortController,
  ): Promise<TunnelConnection> {
    const giveUp = () => current.abort(new TunnelError('TIMEOUT'))
    const timer = setTimeout(giveUp, longestConnectMs)
    try {
      return await (providers[index] as TunnelProvider).connect(port, current.signal)
    } finally {
      clearTimeout(timer)
    }
  }

  /** Probes until an answer comes back, for a while. */
  async function prove(
    provider: number,
    { publicUrl }: TunnelConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const deadline = performance.now() + longestProofMs
    become({ state: 'proving', provider, publicUrl, cause: null, failures: failures() })
    for (let pauseMs = firstProofPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestProofPauseMs)) {
      const cause = await probe(publicUrl, signal)
      signal.throwIfAborted()
      if (cause === null) return
      if (performance.now() + pauseMs > deadline)
        throw new TunnelError(cause.code, cause.parameters)
      become({ state: 'proving', provider, publicUrl, cause, failures: failures() })
      await alarm.wait(pauseMs, signal)
    }
  }

  /** Probes now and then, until three in a row have failed; one, when things have just changed. */
  async function watch(
    provider: number,
    { publicUrl }: TunnelConnection,
    signal: AbortSignal,
  ): Promise<never> {
    const since = Date.now()
    let failed = 0
    proven(provider, publicUrl, since)
    for (;;) {
      const { at: provenAt } = lastProof as { at: number }
      const checking = { state: 'checking', provider, publicUrl, since, provenAt } as const
      const rung = await alarm.wait(failed > 0 ? probeAgainMs : jittered(probeEveryMs), signal)
      if (rung) become({ ...checking, cause: null, failures: failures() })
      const cause = await probe(publicUrl, signal)
      signal.throwIfAborted()
      if (cause === null) {
        failed = 0
        proven(provider, publicUrl, since)
        continue
      }
      failed += 1
      if (rung || failed === mostFailedProbes) throw new TunnelError(cause.code, cause.parameters)
      become({ ...checking, cause, failures: failures() })
    }
  }

  function proven(provider: number, publicUrl: string, since: number): void {
    const at = Date.now()
    lastProof = { publicUrl, at }
    ;(records[provider] as ProviderRecord).last = null
    become({ state: 'up', provider, publicUrl, since, provenAt: at, failures: failures() })
  }

  function noteFailure(provider: number, error: unknown, wasStable: boolean): void {
    const record = records[provider] as ProviderRecord
    const cause = causeOf(error)
    record.failures = wasStable ? 0 : record.failures + 1
    record.dueAt = performance.now() + retryDelayMs(record.failures, cause.code)
    record.last = { provider, cause, at: Date.now() }
  }

  function end(): void {
    life.abort()
    attempt.abort()
  }

  return {
    get status() {
      return status
    },
    get lastProof() {
      return lastProof
    },
    start(port) {
      end()
      life = new AbortController()
      const { signal } = life
      running = running.then(() => run(port, signal))
    },
    wake() {
      for (const record of records) {
        record.failures = 0
        record.dueAt = 0
      }
      const { state } = status
      if (state === 'connecting' || state === 'proving') attempt.abort(woken)
      else if (state !== 'off') alarm.ring()
    },
    async stop() {
      end()
      await running
    },
  }
}
