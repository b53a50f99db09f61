/** Lets awareness wait while others ask: it shares a thread and a database with those who come. */
export interface Pace {
  /** Whether others would wait for us. */
  isBusy(): boolean
  /** How long to rest after so much work, in milliseconds. */
  restAfter(workedMs: number): number
  /** When packets may go, in milliseconds since the epoch. */
  opensAt(): number
  /** How many of so many packets may go now. */
  take(wanted: number): number
}

/** Less than that leaves the time packets need, so that nobody waits for them. */
const busyShare = 0.7
/** Rest is so many times the work: then it takes a thirtieth of the time. */
const restPerWork = 29
/** About as much: several packets together cost less than one after the other. */
const together = 8
const everyMs = 500

/**
 * @param askedShare the part of the time in which others are answered, from 0 to 1
 * @param now milliseconds since the epoch
 */
export function createPace(askedShare: () => number, now: () => number): Pace {
  let tookAt = Number.NEGATIVE_INFINITY
  // The clock may be set back.
  const isBusy = () => askedShare() >= busyShare
  return {
    isBusy,
    restAfter: (workedMs) => (isBusy() ? workedMs * restPerWork : 0),
    opensAt: () => (isBusy() ? Math.min(tookAt, now()) + everyMs : 0),
    take(wanted) {
      if (!isBusy()) return wanted
      tookAt = now()
      return Math.min(wanted, together)
    },
  }
}
