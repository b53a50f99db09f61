import { createAlarm } from './alarm.ts'
import { type Attempt, newAttempt, prove, woken } from './attempt.ts'
import { returnDelayMs } from './back-off.ts'
import type { Probe } from './probe.ts'
import type { TunnelConnection } from './tunnel.ts'

export interface SeekerOptions {
  readonly probe: Probe
  readonly connect: (attempt: Attempt, port: number) => Promise<TunnelConnection>
  /** Whether a provider may be tried now. */
  readonly isDue: (provider: number) => boolean
  readonly onFailure: (provider: number, error: unknown) => void
}

/** Looks for a way back to the providers before the one in use, which goes on meanwhile. */
export interface Seeker {
  /**
   * Tries them every few minutes, later each time.
   * @param before the place of the one in use
   * @returns the first that was proven
   * @throws the reason of the signal
   */
  seek(before: number, port: number, over: AbortSignal): Promise<Attempt>
  /** Tries at once, and anew. */
  wake(): void
  /** It is worth a try soon again. */
  encourage(): void
}

export function createSeeker(options: SeekerOptions): Seeker {
  let alarm = createAlarm()
  let current: AbortController | null = null
  /** How often they were tried since there was reason to hope. */
  let rounds = 0

  async function attemptBy(
    provider: number,
    port: number,
    over: AbortSignal,
  ): Promise<Attempt | null> {
    const attempt = newAttempt(provider)
    const giveUp = () => attempt.control.abort(over.reason)
    over.addEventListener('abort', giveUp)
    current = attempt.control
    try {
      const { publicUrl } = await options.connect(attempt, port)
      const means = { probe: options.probe, alarm: createAlarm(), onFailure() {} }
      await prove(attempt, publicUrl, means)
      return attempt
    } catch (error) {
      await attempt.connection?.[Symbol.asyncDispose]()
      over.throwIfAborted()
      if (error !== woken) options.onFailure(provider, error)
      return null
    } finally {
      current = null
      over.removeEventListener('abort', giveUp)
    }
  }

  return {
    async seek(before, port, over) {
      alarm = createAlarm()
      for (;;) {
        await alarm.wait(returnDelayMs(rounds), over)
        rounds += 1
        for (let provider = 0; provider < before; provider += 1) {
          if (!options.isDue(provider)) continue
          const attempt = await attemptBy(provider, port, over)
          if (attempt !== null) return attempt
        }
      }
    },
    wake() {
      rounds = 0
      current?.abort(woken)
      alarm.ring()
    },
    encourage() {
      rounds = 0
    },
  }
}
