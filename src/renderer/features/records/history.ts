import type { RecordVersionsQuery } from '../../graphql/documents.generated.ts'
import { contentDifference, type Difference } from './record-edits.ts'
import type { OpenRecord } from './use-record.ts'
import { contentOf } from './use-record-edit.ts'

export type Version = RecordVersionsQuery['versions'][number]

/** Who brought a state about, and when (ISO 8601). */
export interface Making {
  readonly caller: string
  readonly timestamp: string
}

/** A state the record was in. */
export interface PastState {
  /** Null for the state it is in now. */
  readonly versionId: string | null
  /** Null where the log does not reach back to it. */
  readonly made: Making | null
  /** What made it differ from the state before; null for the first one known. */
  readonly difference: Difference | null
  /** How it ended, or null for the state it is in now. */
  readonly deleted: Making | null
}

/**
 * The states of a record, newest first.
 * @param versions what it was before, newest first
 * @param latest who brought it into the state it is in now
 * @param isWhole whether the versions go back to the creation
 */
export function pastStates(
  record: OpenRecord,
  versions: readonly Version[],
  latest: Making | null,
  isWhole: boolean,
): PastState[] {
  const contents = [record, ...versions].map(contentOf)
  const states = contents.map((content, at): PastState => {
    const before = contents[at + 1]
    const version = versions[at - 1]
    return {
      versionId: version?.versionId ?? null,
      made: version ? makingOf(version) : latest,
      difference: before ? contentDifference(before, content) : null,
      deleted:
        version?.endedBy === 'delete'
          ? { caller: version.caller, timestamp: version.endedAt }
          : null,
    }
  })
  // What the last one changed is only known with the one before it.
  return isWhole ? states : states.slice(0, -1)
}

function makingOf({ madeBy, madeAt }: Version): Making | null {
  return madeBy && madeAt ? { caller: madeBy, timestamp: madeAt } : null
}
