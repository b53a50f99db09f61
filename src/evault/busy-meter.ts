import type { Server } from 'node:http'

/** How busy the vault is with those who ask. */
export interface BusyMeter extends Disposable {
  /** Counts each request of this server, whatever becomes of it. */
  watch(server: Server): void
  /** In how much of the last moments somebody waited for an answer: from 0 to 1. */
  share(): number
}

const everyMs = 10
/** What is longer ago hardly counts any more. */
const memoryMs = 250
/** Who waits at the end of a longer time has not waited through all of it. */
const mostUnheardMs = 80
/** After so many without anybody nobody is watched for. */
const mostQuiet = 200

/**
 * Looks every 10 ms whether somebody waits, right after what has arrived was read. Time in which
 * nobody could be heard, because the thread had other things to do, counts as waited if somebody
 * waits after it, and hardly counts if not.
 */
export function createBusyMeter(): BusyMeter {
  let waiting = 0
  let share = 0
  let quiet = 0
  let lookedAt = 0
  let timer: NodeJS.Timeout | null = null

  function stop(): void {
    if (timer !== null) clearInterval(timer)
    timer = null
    share = 0
  }
  function look(): void {
    const now = performance.now()
    const passed = Math.min(now - lookedAt, mostUnheardMs)
    if (waiting > 0) share = 1 - (1 - share) * Math.exp(-passed / memoryMs)
    else share *= Math.exp(-everyMs / memoryMs)
    lookedAt = now
    quiet = waiting > 0 ? 0 : quiet + 1
    if (quiet > mostQuiet) stop()
  }

  function begin(): void {
    waiting += 1
    if (timer === null) lookedAt = performance.now()
    timer ??= setInterval(() => setImmediate(look), everyMs).unref()
  }
  function end(): void {
    waiting -= 1
  }

  return {
    watch(server) {
      server.on('request', (_, response) => {
        begin()
        response.once('close', end)
      })
    },
    share: () => share,
    [Symbol.dispose]: stop,
  }
}
