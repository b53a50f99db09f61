import { plural } from '@lingui/core/macro'
import type { Waiting } from '../../components/count-badge.tsx'
import { useWaitingPlatforms } from './use-visitors.ts'

/** How many platforms wait for the owner's decision, wherever they are in the window. */
export function useAskingCount(): Waiting {
  const count = useWaitingPlatforms()
  return { count, words: plural(count, { one: '# platform asks', other: '# platforms ask' }) }
}
