import { CountBadge } from '../../components/count-badge.tsx'
import { useWaitingPlatforms } from './use-visitors.ts'

/** How many platforms wait for the owner's decision, wherever they are in the window. */
export function AskingCount() {
  const count = useWaitingPlatforms()
  return <CountBadge count={count} what={count === 1 ? 'platform asks' : 'platforms ask'} />
}
