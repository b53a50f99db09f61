import { t } from '@lingui/core/macro'
import { tellDecision } from './tell-decision.tsx'
import { useDecision } from './use-decision.ts'
import type { Consent, Visitor } from './visitors.ts'

/** Blocks a platform at once; what held before can be taken back. */
export function useBlocking(visitor: Visitor, onBlocked: () => void) {
  const { decide, forget, refusals, sending } = useDecision()
  const { consent, name, title } = visitor
  const platform = consent?.platform ?? name
  const block = async () => {
    const blocked = { platform, decision: 'blocked' as const, ontologies: [], migrator: false }
    if (!(await decide(blocked))) return
    onBlocked()
    const undo = () => restore(consent, platform, { decide, forget })
    tellDecision(t`${title} is blocked`, t`It is refused from its next request on.`, undo)
  }
  return { block, refusals, sending }
}

function restore(
  before: Consent | null,
  platform: string,
  { decide, forget }: Pick<ReturnType<typeof useDecision>, 'decide' | 'forget'>,
): void {
  if (before === null || before.decision === 'undecided') {
    void forget(platform)
    return
  }
  const decision = before.decision as Parameters<typeof decide>[0]['decision']
  const ontologies = before.ontologies.map(({ ontology, write }) => ({ ontology, write }))
  void decide({ platform, decision, ontologies, migrator: before.migrator })
}
