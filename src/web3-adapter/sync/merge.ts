import { isDeepStrictEqual } from 'node:util'

/** Two sides have changed one field since they last agreed. */
export interface FieldConflict {
  readonly field: string
  /** What both had. */
  readonly base: unknown
  /** What the platform's row says. */
  readonly local: unknown
  /** What the vault says. */
  readonly remote: unknown
}

/** Whether two values of a field say the same: nothing is null, too. */
export function isSame(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(left ?? null, right ?? null)
}

/**
 * What a field holds when both sides have changed it. Lists of names and numbers are merged as
 * sets: whoever was added on either side is in, whoever was taken out is not. Of anything else
 * the owner of the conflict decides.
 */
export function mergeField(
  conflict: FieldConflict,
  decide: (conflict: FieldConflict) => unknown,
): unknown {
  const { base, local, remote } = conflict
  if (isSame(local, remote)) return remote
  const lists = [base ?? [], local ?? [], remote ?? []]
  if (lists.every(isListOfScalars)) {
    const [before, here, there] = lists as [unknown[], unknown[], unknown[]]
    const added = here.filter((item) => !before.includes(item) && !there.includes(item))
    const kept = there.filter((item) => here.includes(item) || !before.includes(item))
    return [...kept, ...added]
  }
  return decide(conflict)
}

function isListOfScalars(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')
}
