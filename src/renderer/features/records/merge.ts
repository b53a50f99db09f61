import { type Payload, sameJson, samePayload } from './payload.ts'

/** What a record holds that can be changed. */
export interface Content {
  readonly payload: Payload
  readonly acl: readonly string[]
}

/** Whose version of a field is taken; `base` is what was there before both. */
export type Side = 'mine' | 'theirs' | 'base'

/** A field's value, or that there is none. */
export type Slot = { readonly value: unknown } | null

/** Something that was changed by one side or both. */
export interface MergeEntry {
  /** Null stands for who may see the record. */
  readonly field: string | null
  readonly base: Slot
  readonly mine: Slot
  readonly theirs: Slot
  /** What is taken unless another is chosen; null where both changed it, each otherwise. */
  readonly proposal: Side | null
}

/** Everything that is not the same on all three sides. Pure. */
export function mergeEntries(base: Content, mine: Content, theirs: Content): MergeEntry[] {
  const names = new Set([base, mine, theirs].flatMap(({ payload }) => Object.keys(payload)))
  const fields = [...names].map((field) => {
    const slot = ({ payload }: Content) =>
      Object.hasOwn(payload, field) ? { value: payload[field] } : null
    return entryOf(field, slot(base), slot(mine), slot(theirs))
  })
  const access = entryOf(null, accessSlot(base), accessSlot(mine), accessSlot(theirs))
  return [...fields, access].filter((entry) => entry !== null)
}

function entryOf(field: string | null, base: Slot, mine: Slot, theirs: Slot): MergeEntry | null {
  const isMine = !sameSlot(base, mine)
  const isTheirs = !sameSlot(base, theirs)
  if (!isMine && !isTheirs) return null
  const isConflict = isMine && isTheirs && !sameSlot(mine, theirs)
  const proposal = isConflict ? null : isMine ? 'mine' : 'theirs'
  return { field, base, mine, theirs, proposal }
}

/**
 * The record after each entry was decided. Pure. Fields stand as they do in theirs; those only
 * the others have come last.
 * @throws Error when an entry is undecided
 */
export function merged(
  { mine, theirs }: { readonly mine: Content; readonly theirs: Content },
  entries: readonly MergeEntry[],
  choices: ReadonlyMap<string | null, Side>,
): Content {
  const payload = new Map(Object.entries(theirs.payload))
  let acl = theirs.acl
  for (const entry of entries) {
    const side = choices.get(entry.field) ?? entry.proposal
    if (side === null) throw new Error('A field is undecided.')
    const slot = entry[side]
    if (entry.field === null) acl = side === 'mine' ? mine.acl : ((slot?.value ?? acl) as string[])
    else if (slot === null) payload.delete(entry.field)
    else payload.set(entry.field, slot.value)
  }
  return { payload: Object.fromEntries(payload), acl }
}

/** Whether two records hold the same. */
export function sameContent(a: Content, b: Content): boolean {
  return samePayload(a.payload, b.payload) && sameAcl(a.acl, b.acl)
}

/** Whether two access lists name the same, in whatever order. */
export function sameAcl(a: readonly string[], b: readonly string[]): boolean {
  return sameJson([...a].sort(), [...b].sort())
}

function accessSlot({ acl }: Content): Slot {
  return { value: [...acl].sort() }
}

function sameSlot(a: Slot, b: Slot): boolean {
  return a === null || b === null ? a === b : sameJson(a.value, b.value)
}
