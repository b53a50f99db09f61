import { createAlarm } from './alarm.ts'
import { type Attempt, connect, newAttempt, prove, woken } from './attempt.ts'
import { jittered, retryDelayMs } from './back-off.ts'
import type { Probe } from './probe.ts'
import { createRetirement } from './retirement.ts'
import { createSeeker } from './seeker.ts'
import type { ProviderFailure, TunnelStatus } from './status.ts'
import {
  causeOf,
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from './tunnel.ts'

export interface TunnelSupervisorOptions {
  /** At least one; the first that works is used, and returned to when it works again. */
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

const probeEveryMs = 30_000
/** After a probe that failed. */
const probeAgainMs = 5_000
/** Probes that fail in a row before the connection is made anew. */
const mostFailedProbes = 3
/** A time reachable after which earlier failures are forgotten. */
const stableAfterMs = 60_000
/** For requests on their way when a better connection is there, and for those who have not heard of
 * it yet. */
const graceMs = 60_000

/** Why an attempt that works is left: a better one is there. */
const replaced = Symbol('replaced')

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
  /** Of the attempt in use. */
  let attempt = new AbortController()
  let running = Promise.resolve()
  let records = freshRecords()
  const retirement = createRetirement(graceMs)
  const seeker = createSeeker({
    probe,
    connect: connectBy,
    isDue: (provider) => (records[provider] as ProviderRecord).dueAt <= performance.now(),
    onFailure(provider, error) {
      noteFailure(provider, error, false)
      if ('publicUrl' in status) become({ ...status, failures: failures() })
    },
  })

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
    await retirement[Symbol.asyncDispose]()
    if (status.state !== 'off') become({ state: 'off' })
  }

  async function pause(ms: number, over: AbortSignal): Promise<void> {
    become({ state: 'waiting', retryAt: Date.now() + Math.round(ms), failures: failures() })
    // Stopping is no failure of waiting.
    await alarm.wait(ms, over).catch(() => {})
  }

  /** Connects by a provider and stays with it, or with a better one, for as long as that works. */
  async function use(provider: number, port: number, over: AbortSignal): Promise<void> {
    let used = newAttempt(provider)
    attempt = used.control
    let upSince = Number.POSITIVE_INFINITY
    try {
      await begin(used, port)
      for (;;) {
        upSince = performance.now()
        const better = await stay(used, port)
        retirement.add(used.provider, used.connection as TunnelConnection)
        used = better
        attempt = used.control
        over.throwIfAborted()
      }
    } catch (error) {
      await used.connection?.[Symbol.asyncDispose]()
      if (over.aborted || error === woken) return
      noteFailure(used.provider, error, performance.now() - upSince >= stableAfterMs)
    }
  }

  async function connectBy(used: Attempt, port: number): Promise<TunnelConnection> {
    await retirement.end(used.provider)
    return connect(used, providers[used.provider] as TunnelProvider, port)
  }

  async function begin(used: Attempt, port: number): Promise<void> {
    const { provider } = used
    become({ state: 'connecting', provider, failures: failures() })
    const { publicUrl } = await connectBy(used, port)
    const proving = (cause: TunnelCause | null) =>
      become({ state: 'proving', provider, publicUrl, cause, failures: failures() })
    proving(null)
    await prove(used, publicUrl, { probe, alarm, onFailure: proving })
  }

  /**
   * Watches over what works, and seeks a better one meanwhile.
   * @returns one that was proven
   * @throws what ended the one that worked
   */
  async function stay(used: Attempt, port: number): Promise<Attempt> {
    const { connection, control, provider } = used
    const watching = watch(provider, connection as TunnelConnection, control.signal)
    if (provider === 0) return watching
    const over = new AbortController()
    const seeking = seeker.seek(provider, port, over.signal)
    try {
      const better = await Promise.race([watching, seeking])
      control.abort(replaced)
      await watching.catch(() => {})
      return better
    } catch (error) {
      over.abort()
      const tooLate = await seeking.catch(() => null)
      await tooLate?.connection?.[Symbol.asyncDispose]()
      throw error
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
    if (wasStable) seeker.encourage()
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
      else if (state !== 'off') {
        alarm.ring()
        seeker.wake()
      }
    },
    async stop() {
      end()
      await running
    },
  }
}
