/** How busy the vault is with those who ask. */
export interface BusyMeter extends Disposable {
  begin(): void
  /** Once for each `begin`. */
  end(): void
  /** At how many of the last moments somebody waited for an answer: from 0 to 1. */
  share(): number
}

const everyMs = 10
/** What each moment counts: those of a quarter of a second ago hardly do any more. */
const weight = 0.04
/** After so many without anybody nobody is watched for. */
const mostQuiet = 200

/**
 * Looks every 10 ms whether somebody waits, right after what has arrived was read: time that was
 * spent on other things, while those who wait could not even be heard, counts as one moment.
 */
export function createBusyMeter(): BusyMeter {
  let waiting = 0
  let share = 0
  let quiet = 0
  let timer: NodeJS.Timeout | null = null

  function stop(): void {
    if (timer !== null) clearInterval(timer)
    timer = null
    share = 0
  }
  function look(): void {
    share += ((waiting > 0 ? 1 : 0) - share) * weight
    quiet = waiting > 0 ? 0 : quiet + 1
    if (quiet > mostQuiet) stop()
  }

  return {
    begin() {
      waiting += 1
      timer ??= setInterval(() => setImmediate(look), everyMs).unref()
    },
    end() {
      waiting -= 1
    },
    share: () => share,
    [Symbol.dispose]: stop,
  }
}
