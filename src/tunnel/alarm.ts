/** A pause that somebody can end. */
export interface Alarm {
  /** Ends the pause there is, or else the next one. */
  ring(): void
  /**
   * Waits.
   * @returns whether it rang
   * @throws the reason of the signal
   */
  wait(ms: number, signal: AbortSignal): Promise<boolean>
}

export function createAlarm(): Alarm {
  let rung = false
  let onRing: (() => void) | null = null
  return {
    ring() {
      rung = true
      onRing?.()
    },
    wait(ms, signal) {
      signal.throwIfAborted()
      return new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          onRing = null
          if (signal.aborted) reject(signal.reason)
          else resolve(rung)
          rung = false
        }
        const timer = setTimeout(end, ms)
        signal.addEventListener('abort', end)
        onRing = end
        if (rung) end()
      })
    },
  }
}
