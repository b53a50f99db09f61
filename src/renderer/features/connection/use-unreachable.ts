import { useNow } from '../../components/now.ts'
import { useConnection } from './connection-context.tsx'

/** Most outages mend themselves before. */
const WORTH_TELLING_MS = 5 * 60_000

/** Whether the vault was to be reachable from outside, and has not been for a while. */
export function useUnreachable(): boolean {
  const { unreachableSince } = useConnection()
  const now = useNow('halfMinute')
  return unreachableSince !== null && now - unreachableSince > WORTH_TELLING_MS
}
