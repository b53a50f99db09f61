import { useCallback, useState } from 'react'
import type { SetupState } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'

/** The way through the first start; main keeps each step. */
export interface Flow {
  readonly working: boolean
  /** Why the last thing did not work, in words for the owner. */
  readonly failure: string | null
  readonly goTo: (step: SetupState['step']) => Promise<void>
  /** Does what a step asks for; false when it failed, and says why. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>
  readonly fail: (why: string) => void
  readonly clear: () => void
}

export function useFlow(): Flow {
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    setFailure(null)
    setWorking(true)
    try {
      await work()
      return true
    } catch (error) {
      setFailure(callFailure(error))
      return false
    } finally {
      setWorking(false)
    }
  }, [])
  const goTo = useCallback(
    async (step: SetupState['step']) => {
      await attempt(() => bridge.call('setup:goTo', step))
    },
    [attempt],
  )
  const clear = useCallback(() => setFailure(null), [])
  return { working, failure, goTo, attempt, fail: setFailure, clear }
}
