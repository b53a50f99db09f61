import { plural } from '@lingui/core/macro'
import type { Waiting } from '../../components/count-badge.tsx'
import { useWaiting } from './use-waiting.ts'

/** How many signatures wait for the owner, wherever they are in the window. */
export function useWaitingCount(): Waiting {
  const count = useWaiting().waiting?.length ?? 0
  return { count, words: plural(count, { one: '# signature waits', other: '# signatures wait' }) }
}
