import { useEffect, useState } from 'react'
import type { BringBackState } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'

/** How far it is, as main says; null until main has said it. */
export function useBringBack(): BringBackState | null {
  const [state, setState] = useState<BringBackState | null>(null)
  useEffect(() => {
    let told = false
    const unsubscribe = bridge.on('bringBack:changed', (changed) => {
      told = true
      setState(changed)
    })
    void bridge.call('bringBack:read').then((answer) => {
      // An event is always newer than the answer to a question asked before it.
      if (!told) setState(answer)
    })
    return unsubscribe
  }, [])
  return state
}
