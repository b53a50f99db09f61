import { useSyncExternalStore } from 'react'
import { useData } from './data-context.tsx'

/** Whether long work is going on: there is one piece of it at a time. */
export function useBusy(): boolean {
  const { tasks } = useData()
  return useSyncExternalStore(tasks.subscribe, tasks.current)?.state === 'running'
}
