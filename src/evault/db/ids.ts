import { v7 } from 'uuid'
import { fewRandomBytes } from './random.ts'

/** Makes UUIDv7s that only grow, also across restarts and when the clock goes back. */
export interface IdClock {
  next(): string
  /** How far the computer's clock is behind the newest id given before, in milliseconds. */
  readonly behindMs: number
}

const sequenceLimit = 0x7fff_ffff

/**
 * Continues after `last`, the greatest id the database holds.
 * @param now milliseconds since the epoch
 */
export function createIdClock(last: string | null, now: () => number = Date.now): IdClock {
  const lastMs = last === null ? 0 : millisecondsOf(last)
  // A new millisecond, because the sequence inside the last one is unknown.
  let msecs = lastMs + 1
  let sequence = 0
  return {
    behindMs: Math.max(0, lastMs - now()),
    next() {
      const present = now()
      if (present > msecs) {
        msecs = present
        sequence = randomSequence()
      } else if (sequence < sequenceLimit) {
        sequence += 1
      } else {
        msecs += 1
        sequence = randomSequence()
      }
      return v7({ msecs, seq: sequence, random: fewRandomBytes(16) })
    },
  }
}

/** The time in a UUIDv7, in milliseconds since the epoch. */
export function millisecondsOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16)
}

/** Starts low enough that a millisecond's ids never run out of numbers. */
function randomSequence(): number {
  return fewRandomBytes(4).readUInt32LE() >>> 4
}
