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

const busyShare = 0.7
/** Rest is so many times the work where somebody always waits. */
const mostRestPerWork = 30
const togetherWhileBusy = 8
/** What a round of packets costs, and each of them. */
const roundMs = 20
const packetMs = 1

/**
 * The more others ask, the longer it rests: hardly at all while half of the time is left, a
 * thirtieth of the time is its own where none is. Without a step in between, at which one would
 * push the other from the thread.
 * @param askedShare at how many moments others wait for an answer, from 0 to 1
 * @param now milliseconds since the epoch
 */
export function createPace(askedShare: () => number, now: () => number): Pace {
  let tookAt = Number.NEGATIVE_INFINITY
  let workedMs = 0
  const isBusy = () => askedShare() >= busyShare
  const restAfter = (ms: number) => ms * mostRestPerWork * askedShare() ** 8
  return {
    isBusy,
    restAfter,
    // The clock may be set back.
    opensAt: () => Math.min(tookAt, now()) + restAfter(workedMs),
    take(wanted) {
      const taken = isBusy() ? Math.min(wanted, togetherWhileBusy) : wanted
      tookAt = now()
      workedMs = roundMs + taken * packetMs
      return taken
    },
  }
}
