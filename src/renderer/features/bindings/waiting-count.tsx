import { CountBadge } from '../../components/count-badge.tsx'
import { useWaiting } from './use-waiting.ts'

/** How many signatures wait for the owner, wherever they are in the window. */
export function WaitingCount() {
  const { waiting } = useWaiting()
  const count = waiting?.length ?? 0
  return <CountBadge count={count} what={count === 1 ? 'signature waits' : 'signatures wait'} />
}
