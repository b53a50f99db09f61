/** Lets packets wait while others ask: they share a thread and a database with those who come. */
export interface Pace {
  /** When packets may go, in milliseconds since the epoch. */
  opensAt(): number
  /** How many of so many packets may go now. */
  take(wanted: number): number
}

/** Less than that leaves the time packets need, so that nobody waits for them. */
const busyShare = 0.7
/** About a twentieth of the time: several together cost less than one after the other. */
const together = 8
const everyMs = 200

/**
 * @param askedShare the part of the time in which others are answered, from 0 to 1
 * @param now milliseconds since the epoch
 */
export function createPace(askedShare: () => number, now: () => number): Pace {
  let tookAt = Number.NEGATIVE_INFINITY
  // The clock may be set back.
  const opensAt = () => (askedShare() < busyShare ? 0 : Math.min(tookAt, now()) + everyMs)
  return {
    opensAt,
    take(wanted) {
      if (askedShare() < busyShare) return wanted
      tookAt = now()
      return Math.min(wanted, together)
    },
  }
}
