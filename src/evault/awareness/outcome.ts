import { type AttemptError, errorOfStatus } from './attempt-error.ts'
import type { DeliveryPlatform, PlatformHealth } from './platforms.ts'
import type { Due } from './queue.ts'
import { delayAfter, probeDelay, verdictOn } from './schedule.ts'
import type { Answer } from './sender.ts'

/** Why a packet is tried no more. `UNREACHABLE` is tried again when the platform answers again. */
export type FailedReason = 'REFUSED' | 'GIVEN_UP' | 'UNREACHABLE'

/** What an attempt makes of its delivery. */
export interface Outcome {
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly reason: FailedReason | null
  readonly attempts: number
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** null where it went well. */
  readonly error: AttemptError | null
}

/** So many failures in a row are a platform that fails, and not a packet it does not like. */
const failuresOfFailing = 3

/** Whether a platform gets one packet at a time until it takes one. */
export function isFailing({ failures }: Pick<DeliveryPlatform, 'failures'>): boolean {
  return failures >= failuresOfFailing
}

/** How a platform is known to answer, without what the owner has set. */
export function healthOf(platform: DeliveryPlatform): PlatformHealth {
  const { failures, failingSince, nextTryAt, lastSuccessAt, lastFailureAt } = platform
  const { lastError, lastErrorCode, lastErrorDetail } = platform
  return {
    ...{ failures, failingSince, nextTryAt, lastSuccessAt, lastFailureAt },
    ...{ lastError, lastErrorCode, lastErrorDetail },
  }
}

/**
 * What comes of an attempt.
 * @param platform as it was before
 * @param now milliseconds since the epoch
 */
export function conclude(
  { attempts }: Pick<Due, 'attempts'>,
  answer: Answer,
  platform: Pick<DeliveryPlatform, 'failures'>,
  now: number,
): Outcome {
  const { status, retryAfterMs } = answer
  const verdict = status === null ? 'again' : verdictOn(status)
  if (verdict === 'delivered') {
    return { state: 'delivered', reason: null, attempts: 0, dueAt: now, error: null }
  }
  const failed = attempts + 1
  const error = status === null ? answer.error : errorOfStatus(status)
  const delay = delayAfter(failed)
  const ended = { state: 'failed', attempts: failed, dueAt: now, error } as const
  if (verdict === 'refused') return { ...ended, reason: 'REFUSED' }
  if (delay === null) {
    const isAway = isFailing({ failures: platform.failures + 1 })
    return { ...ended, reason: isAway ? 'UNREACHABLE' : 'GIVEN_UP' }
  }
  const dueAt = now + Math.max(delay, retryAfterMs ?? 0)
  return { state: 'waiting', reason: null, attempts: failed, dueAt, error }
}

/**
 * How a platform is known to answer after an attempt. A refusal is an answer: of that packet alone.
 * @param before as it was known before
 * @param sentAt when the attempt began; `now` is when it ended (milliseconds since the epoch)
 */
export function healthAfter(
  before: DeliveryPlatform,
  { state, reason, error }: Outcome,
  { retryAfterMs }: Answer,
  sentAt: number,
  now: number,
): Partial<PlatformHealth> {
  if (state === 'delivered') {
    const well = { failures: 0, failingSince: null, nextTryAt: null, lastSuccessAt: new Date(now) }
    return { ...well, ...lastError(null) }
  }
  const seen = { lastFailureAt: new Date(now), ...lastError(error) }
  if (reason === 'REFUSED') return seen
  // Those that were on the way when it began to fail say nothing new.
  const isOld = isFailing(before) && sentAt < (before.nextTryAt?.getTime() ?? 0)
  if (isOld) return seen
  const failures = before.failures + 1
  const pause = isFailing({ failures }) ? probeDelay(failures - failuresOfFailing + 1) : 0
  const next = now + Math.max(pause, retryAfterMs ?? 0)
  return {
    ...seen,
    failures,
    failingSince: before.failingSince ?? (isFailing({ failures }) ? new Date(now) : null),
    nextTryAt: next > now ? new Date(next) : null,
  }
}

function lastError(error: AttemptError | null) {
  return {
    lastError: error?.text ?? null,
    lastErrorCode: error?.code ?? null,
    lastErrorDetail: error?.detail ?? null,
  }
}
