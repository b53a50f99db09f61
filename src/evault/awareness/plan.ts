import type { Grant } from '../access/authorise.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import { isCovered } from '../envelopes/covered-by.ts'
import { creationDelayMs } from './schedule.ts'

/** A change as the operation log has it, with what the record is now. */
export interface LoggedChange {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly metaEnvelopeId: string
  readonly operation: string
  /** As its token said it; null where no platform made the change. */
  readonly platform: string | null
  readonly ontology: string
  /** The record now, or as it was when it was deleted; null where nothing is left of it. */
  readonly record: { readonly ontology: string; readonly acl: readonly string[] } | null
}

/** One of those who may have to be told. */
export interface Candidate {
  readonly platform: string
  readonly listed: boolean
  readonly ontologies: readonly string[] | null
  readonly deletes: boolean
  /** What it may read; null for nothing. */
  readonly grant: Grant<'read'> | null
}

/** Why a platform is not told. */
export type WithheldReason = 'NO_ACCESS' | 'NOT_SUBSCRIBED' | 'DELETED' | 'OWN_CHANGE'

/**
 * What changes mean for one platform and record. `queue`: it is to be told of the newest. `touch`:
 * if it was to be told already, then now of the newest. `close`: if it was to be told, then no more.
 */
export interface Plan {
  readonly kind: 'queue' | 'touch' | 'close'
  readonly platform: string
  /** The newest one. */
  readonly change: LoggedChange
  readonly reason: WithheldReason | null
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** Who made all that it was not told of; null for several. */
  readonly origin: string | null
}

/**
 * What changes of one vault, in the order of its log, mean for a platform: one plan a record.
 * Source: awareness seed, "Step-by-Step".
 */
export function planFor(candidate: Candidate, changes: readonly LoggedChange[]): Plan[] {
  const plans = new Map<string, Plan>()
  for (const change of changes) {
    const before = plans.get(change.metaEnvelopeId)
    plans.set(change.metaEnvelopeId, merged(before, planOf(candidate, change)))
  }
  return [...plans.values()]
}

function planOf(candidate: Candidate, change: LoggedChange): Plan {
  const { platform, grant, listed, ontologies, deletes } = candidate
  const origin = change.platform === null ? null : normalisePlatform(change.platform)
  const dueAt = change.at + (change.operation === 'create' ? creationDelayMs : 0)
  const plan = { platform, change, dueAt, origin }
  const close = (reason: WithheldReason): Plan => ({ ...plan, kind: 'close', reason })
  const isDeletion = change.operation === 'delete'
  if (origin === platform) {
    // Having changed one field it need not know what others made of the rest.
    if (change.operation === 'update_envelope_value')
      return { ...plan, kind: 'touch', reason: null }
    return close('OWN_CHANGE')
  }
  if (isDeletion && !deletes) return close('DELETED')
  const ontology = change.record?.ontology ?? change.ontology
  if (ontologies !== null && !ontologies.includes(ontology)) return close('NOT_SUBSCRIBED')
  if (grant === null) return close('NO_ACCESS')
  const isReadable =
    change.record !== null && isCovered(grant, { ename: grant.ename, ...change.record })
  // What was created, and deleted before anybody was told of it.
  if (change.record === null && !isDeletion) return close('DELETED')
  if (!isReadable && !isDeletion) return close('NO_ACCESS')
  return { ...plan, kind: isReadable && listed ? 'queue' : 'touch', reason: null }
}

/** What an earlier change and a later one of a record come to. */
function merged(before: Plan | undefined, after: Plan): Plan {
  if (before?.kind !== 'queue' || after.kind === 'close') return after
  const origin = before.origin === after.origin ? after.origin : null
  return { ...after, kind: 'queue', dueAt: Math.min(before.dueAt, after.dueAt), origin }
}
