import { useMemo, useSyncExternalStore } from 'react'
import { useData } from '../data/data-context.tsx'
import { useIsOwnView } from '../data/viewer.ts'
import type { Content } from './merge.ts'
import { type Payload, payloadOf, withField, withFieldOf, withoutField } from './payload.ts'
import type { RecordEdit } from './record-edits.ts'
import type { OpenRecord } from './use-record.ts'

/** The record as it is being edited, and what changes it. Nothing is sent before it is saved. */
export interface RecordEditing {
  readonly edit: RecordEdit
  /** Something was changed and is not saved. */
  readonly dirty: boolean
  readonly setField: (field: string, value: unknown) => void
  /** Notes a text that can't be read as the field's value yet. */
  readonly setUnread: (field: string, text: string) => void
  readonly removeField: (field: string) => void
  /** Takes the change of one field back. */
  readonly revertField: (field: string) => void
  readonly setPayload: (payload: Payload) => void
  /** Notes the record's text while it is no JSON object. */
  readonly setUnreadJson: (text: string) => void
  readonly setAcl: (acl: readonly string[]) => void
  /** Goes on from another state of the record, after a merge. */
  readonly rebase: (base: Content, content: Content) => void
  readonly discard: () => void
}

/** What a record holds that can be changed. */
export function contentOf(record: Pick<OpenRecord, 'parsed' | 'acl'>): Content {
  return { payload: payloadOf(record.parsed), acl: record.acl }
}

/** The unsaved edit of a record, or the record as it is. */
export function useRecordEdit(record: OpenRecord): RecordEditing {
  const { edits } = useData()
  const isOwn = useIsOwnView()
  const all = useSyncExternalStore(edits.subscribe, edits.all)
  // In somebody else's view the record is what they get.
  const stored = isOwn ? all.get(record.id) : undefined
  return useMemo(() => {
    const content = contentOf(record)
    const edit = stored ?? { ...content, base: content, unread: new Map(), unreadJson: null }
    const set = (change: Partial<RecordEdit>) => edits.set(record.id, { ...edit, ...change })
    const read = (field: string) => {
      const unread = new Map(edit.unread)
      unread.delete(field)
      return unread
    }
    const setPayload = (payload: Payload, unread = edit.unread) =>
      set({ payload, unread, unreadJson: null })
    return {
      edit,
      dirty: stored !== undefined,
      setField: (field, value) => setPayload(withField(edit.payload, field, value), read(field)),
      setUnread: (field, text) => set({ unread: new Map(edit.unread).set(field, text) }),
      removeField: (field) => setPayload(withoutField(edit.payload, field), read(field)),
      revertField: (field) =>
        setPayload(withFieldOf(edit.payload, edit.base.payload, field), read(field)),
      setPayload: (payload) => setPayload(payload, new Map()),
      setUnreadJson: (unreadJson) => set({ unreadJson }),
      setAcl: (acl) => set({ acl }),
      rebase: (base, next) =>
        edits.set(record.id, { ...next, base, unread: new Map(), unreadJson: null }),
      discard: () => edits.set(record.id, null),
    }
  }, [edits, record, stored])
}

/** The ids of records with unsaved edits. */
export function useEditedIds(): ReadonlySet<string> {
  const { edits } = useData()
  const all = useSyncExternalStore(edits.subscribe, edits.all)
  return useMemo(() => new Set(all.keys()), [all])
}
