import { t } from '@lingui/core/macro'
import { useState } from 'react'
import type { ConnectionSettings, ConnectionState, ConnectionWay } from '../../../ipc/connection.ts'
import { bridge } from '../../bridge.ts'
import { tell, tellFailure } from '../../components/tell.tsx'
import { kindName } from './way-words.ts'

/** Changes of the ways that were set up; each is taken at once. */
export interface Ways {
  readonly all: readonly ConnectionWay[]
  readonly working: boolean
  /** Puts a way at a place, or after all others; false when it was not taken, which is told. */
  save(way: ConnectionWay, at: number | null): Promise<boolean>
  /** Moves a way, and those between one on. */
  move(from: number, to: number): Promise<boolean>
  /** Takes a way away, and offers it back. */
  remove(at: number): Promise<boolean>
  setLeaveOnQuit(leaveOnQuit: boolean): Promise<boolean>
}

export function useWays({ ways, leaveOnQuit }: ConnectionState): Ways {
  const [working, setWorking] = useState(false)
  const use = async (changes: Partial<ConnectionSettings>) => {
    setWorking(true)
    try {
      await bridge.call('connection:use', { ways, leaveOnQuit, ...changes })
      return true
    } catch (error) {
      tellFailure(t`The connection was not changed`, error)
      return false
    } finally {
      setWorking(false)
    }
  }
  return {
    all: ways,
    working,
    save: (way, at) => use({ ways: at === null ? [...ways, way] : ways.with(at, way) }),
    move(from, to) {
      const moved = ways.toSpliced(from, 1).toSpliced(to, 0, ...ways.slice(from, from + 1))
      return use({ ways: moved })
    },
    async remove(at) {
      const isRemoved = await use({ ways: ways.toSpliced(at, 1) })
      const name = kindName(ways[at]?.kind ?? '')
      if (isRemoved) {
        const onUndo = () => putBack(ways.slice(at, at + 1), at)
        tell({ id: 'way', message: t`${name} was removed`, onUndo })
      }
      return isRemoved
    },
    setLeaveOnQuit: (next) => use({ leaveOnQuit: next }),
  }
}

/** Leaves what was changed since as it is. */
async function putBack(removed: readonly ConnectionWay[], at: number): Promise<void> {
  const { ways, leaveOnQuit } = await bridge.call('connection:read')
  await bridge.call('connection:use', { ways: ways.toSpliced(at, 0, ...removed), leaveOnQuit })
}
