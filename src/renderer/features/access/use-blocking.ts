import { t } from '@lingui/core/macro'
import { useDecision } from './use-decision.ts'
import type { Visitor } from './visitors.ts'

/** Blocks a platform at once. */
export function useBlocking(visitor: Visitor, onBlocked: () => void) {
  const { decide, refusals, sending } = useDecision(visitor, onBlocked)
  const { title } = visitor
  const block = () =>
    decide(
      { decision: 'blocked', ontologies: [], migrator: false },
      { title: t`${title} is blocked`, message: t`It is refused from its next request on.` },
    )
  return { block, refusals, sending }
}
