import { useRef, useState } from 'react'
import type { ConnectionTest, ConnectionWay } from '../../../ipc/connection.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'

/** How the test of a way is getting on. */
export interface WayTest {
  readonly testing: boolean
  readonly result: ConnectionTest | null
  /** Why nothing could be tested. */
  readonly failure: string | null
  readonly run: (way: ConnectionWay) => Promise<void>
  /** What was found out is about something else. */
  readonly forget: () => void
}

const untested = { testing: false, result: null, failure: null }

export function useWayTest(): WayTest {
  const [shown, setShown] = useState<Omit<WayTest, 'run' | 'forget'>>(untested)
  /** Of several, only the last one counts. */
  const current = useRef(0)
  const forget = () => {
    current.current += 1
    setShown(untested)
  }
  const run = async (way: ConnectionWay) => {
    current.current += 1
    const own = current.current
    const show = (next: Partial<WayTest>) => {
      if (own === current.current) setShown({ ...untested, ...next })
    }
    show({ testing: true })
    try {
      show({ result: await bridge.call('connection:test', way) })
    } catch (error) {
      show({ failure: callFailure(error) })
    }
  }
  return { ...shown, run, forget }
}
