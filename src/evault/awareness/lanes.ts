import { isFailing } from './outcome.ts'
import type { DeliveryPlatform } from './platforms.ts'
import type { Due } from './queue.ts'

/** What is on the way to one platform of one vault, and when there is more to do. */
export interface Lane {
  readonly ename: string
  readonly platform: string
  /** Records on the way. */
  readonly away: Set<string>
  /** When the queue is to be looked at; Infinity for when somebody says so. */
  nextAt: number
  /** Late packets that may go now, as of `countedAt`. */
  allowance: number
  countedAt: number
  /** How long its last answer took. */
  answerMs: number
}

/** Packets on the way to one platform, and altogether. */
const mostAtOnce = 32
const mostAltogether = 256
/** A packet as late as that is part of a backlog, which is sent at a set rate. */
const lateMs = 60_000
const backlogPerSecond = 50

export interface Lanes {
  of(ename: string, platform: string): Lane
  all(): Iterable<Lane>
}

/** @param now milliseconds since the epoch */
export function createLanes(now: () => number): Lanes {
  const lanes = new Map<string, Lane>()
  return {
    all: () => lanes.values(),
    of(ename, platform) {
      const key = `${ename} ${platform}`
      const known = lanes.get(key)
      if (known !== undefined) return known
      const countedAt = now()
      const lane: Lane = {
        ...{ ename, platform, away: new Set(), nextAt: Number.POSITIVE_INFINITY },
        ...{ allowance: backlogPerSecond, countedAt, answerMs: 0 },
      }
      lanes.set(key, lane)
      return lane
    },
  }
}

/**
 * When a platform's queue is to be looked at, in milliseconds since the epoch; Infinity while there
 * is nothing to do, or no room for more.
 */
export function opensAt(lane: Lane, platform: DeliveryPlatform, altogether: number): number {
  const isClosed = platform.paused || !platform.listed || roomIn(lane, platform, altogether) === 0
  if (isClosed) return Number.POSITIVE_INFINITY
  return Math.max(lane.nextAt, platform.nextTryAt?.getTime() ?? 0)
}

/**
 * How many packets may be taken for a platform. One always may, however busy the others are.
 * @param altogether on the way to all platforms
 */
export function roomIn(lane: Lane, platform: DeliveryPlatform, altogether: number): number {
  const own = (isFailing(platform) ? 1 : mostAtOnce) - lane.away.size
  const common = Math.max(mostAltogether - altogether, lane.away.size === 0 ? 1 : 0)
  return Math.max(0, Math.min(own, common))
}

/**
 * Those of a platform's packets that go now. A backlog goes out in order, at its rate, and no more
 * of it at once than the rate needs: one after the other, where the platform answers quickly.
 * @returns those, and when more may go (null: whenever; Infinity: when something has arrived)
 */
export function withinRate(
  lane: Lane,
  due: readonly Due[],
  now: number,
): { readonly go: readonly Due[]; readonly moreAt: number | null } {
  const passed = Math.max(0, now - lane.countedAt) / 1_000
  lane.allowance = Math.min(backlogPerSecond, lane.allowance + passed * backlogPerSecond)
  lane.countedAt = now
  const atOnce = Math.max(1, Math.ceil((lane.answerMs / 1_000) * backlogPerSecond))
  const go: Due[] = []
  for (const one of due) {
    if (now - one.dueAt > lateMs) {
      if (lane.away.size + go.length >= atOnce) return { go, moreAt: Number.POSITIVE_INFINITY }
      if (lane.allowance < 1) {
        return { go, moreAt: now + Math.ceil(((1 - lane.allowance) / backlogPerSecond) * 1_000) }
      }
      lane.allowance -= 1
    }
    go.push(one)
  }
  return { go, moreAt: null }
}
