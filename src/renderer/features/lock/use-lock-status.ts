import { useEffect, useState } from 'react'
import type { LockStatus } from '../../../ipc/lock.ts'
import { bridge } from '../../bridge.ts'

/** How the lock is, as main tells it; null until it has. */
export function useLockStatus(): LockStatus | null {
  const [status, setStatus] = useState<LockStatus | null>(null)
  useEffect(() => {
    let told = false
    const unsubscribe = bridge.on('lock:changed', (changed) => {
      told = true
      setStatus(changed)
    })
    void bridge.call('lock:read').then((answer) => {
      // An event is always newer than the answer to a question asked before it.
      if (!told) setStatus(answer)
    })
    return unsubscribe
  }, [])
  return status
}
