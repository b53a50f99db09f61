import { type Content, sameContent } from './merge.ts'
import { differenceOf, type FieldChange, isReordered } from './payload.ts'

/** What is being changed in a record and was not saved yet. */
export interface RecordEdit extends Content {
  /** The record as it was when the first change was made. */
  readonly base: Content
  /** Texts of fields that say nothing yet, such as half a number, by field. */
  readonly unread: ReadonlyMap<string, string>
  /** The text of the whole record while it is no JSON object. */
  readonly unreadJson: string | null
}

/** The edits of all records that are not saved yet; they outlive the inspector. */
export class RecordEdits {
  #edits: ReadonlyMap<string, RecordEdit> = new Map()
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** By the records' ids. */
  readonly all = (): ReadonlyMap<string, RecordEdit> => this.#edits

  /** Notes an edit; one that changes nothing is forgotten, and so is null. */
  set(id: string, edit: RecordEdit | null): void {
    const edits = new Map(this.#edits)
    if (edit === null || isNothing(edit)) edits.delete(id)
    else edits.set(id, edit)
    this.#edits = edits
    for (const listener of this.#listeners) listener()
  }
}

/** What an edit changes, to be shown. */
export interface Difference {
  readonly fields: readonly FieldChange[]
  readonly reordered: boolean
  /** Who may see it, before and after. */
  readonly access: { readonly before: readonly string[]; readonly after: readonly string[] } | null
}

/** What differs between two states of a record. */
export function contentDifference(before: Content, after: Content): Difference {
  const access = { before: before.acl, after: after.acl }
  return {
    fields: differenceOf(before.payload, after.payload),
    reordered: isReordered(before.payload, after.payload),
    access: sameContent({ ...before, payload: {} }, { ...after, payload: {} }) ? null : access,
  }
}

/** How many things differ. */
export function countDifferences({ fields, reordered, access }: Difference): number {
  return fields.length + (reordered ? 1 : 0) + (access ? 1 : 0)
}

/** Whether an edit holds something that can't be saved. */
export function isUnread({ unread, unreadJson }: RecordEdit): boolean {
  return unread.size > 0 || unreadJson !== null
}

function isNothing(edit: RecordEdit): boolean {
  return !isUnread(edit) && sameContent(edit.base, edit)
}
