import { useSyncExternalStore } from 'react'

interface Clock {
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => number
}

/** A clock that only ticks while somebody looks at it. */
function createClock(everyMs: number): Clock {
  const listeners = new Set<() => void>()
  let time = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    time = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener) {
      if (listeners.size === 0) {
        time = Date.now()
        timer = setInterval(tick, everyMs)
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearInterval(timer)
      }
    },
    now: () => time,
  }
}

const clocks = { second: createClock(1_000), halfMinute: createClock(30_000) }

/** The present time, kept up to date. */
export function useNow(every: keyof typeof clocks): number {
  return useSyncExternalStore(clocks[every].subscribe, clocks[every].now)
}
