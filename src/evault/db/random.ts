import { randomFillSync } from 'node:crypto'

/** Asking the system for a few bytes takes as long as for some thousands. */
const pool = Buffer.alloc(8_192)
let used = pool.length

/** Random bytes, valid until the next call. */
export function fewRandomBytes(size: number): Buffer {
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += size
  return pool.subarray(used - size, used)
}
