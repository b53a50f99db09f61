import type {
  AccessEntryFragment,
  OperationEntryFragment,
} from '../../graphql/documents.generated.ts'

/** One thing that somebody did, or was refused: a line of either log. */
export interface Trace {
  readonly id: string
  /** ISO 8601. */
  readonly timestamp: string
  readonly caller: string
  readonly operation: string
  /** The code of a refusal; null where nothing was refused. */
  readonly refusal: string | null
  /** Ids of the records concerned. */
  readonly records: readonly string[]
  readonly ontologies: readonly string[]
  /** How often, within a moment. */
  readonly times: number
  /** Its number in the operation log; null for lines of the access log. */
  readonly sequence: number | null
}

/** A line of the operation log. */
export function traceOfChange(entry: OperationEntryFragment): Trace {
  const { id, timestamp, caller, operation, sequence, metaEnvelopeId, ontology } = entry
  return {
    ...{ id, timestamp, caller, operation, sequence, refusal: null, times: 1 },
    records: [metaEnvelopeId],
    ontologies: [ontology],
  }
}

/** A line of the access log. */
export function traceOfAccess(entry: AccessEntryFragment): Trace {
  const { id, timestamp, caller, operation, allowed, reason, records, ontologies, times } = entry
  return {
    ...{ id, timestamp, caller, operation, records, ontologies, times, sequence: null },
    refusal: allowed ? null : (reason ?? 'FORBIDDEN'),
  }
}

/** Lines of both logs, newest first. */
export function latestOf(
  seen: readonly AccessEntryFragment[],
  changed: readonly OperationEntryFragment[],
  most: number,
): Trace[] {
  return [...seen.map(traceOfAccess), ...changed.map(traceOfChange)]
    .sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
    .slice(0, most)
}
