import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { FieldList } from '../records/field-list.tsx'
import { jsonProblem } from '../records/json-problem.ts'
import { type Payload, withField, withoutField } from '../records/payload.ts'
import type { RecordSchema } from '../records/record-schema.ts'
import type { RecordEditing } from '../records/use-record-edit.ts'
import classes from './create-dialog.module.css'
import { useData } from './data-context.tsx'

/** The new record's fields as a form; its JSON stands beside and says the same. */
export function DraftForm({ schema }: { schema: RecordSchema | null | undefined }) {
  const editing = useDraftEditing()
  const { unreadJson } = editing.edit
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={classes.fields} aria-label={t`Fields`} tabIndex={0}>
      {unreadJson === null ? (
        <FieldList editing={editing} schema={schema} readOnly={false} />
      ) : (
        <p className={classes.hint}>
          <Trans>The JSON can’t be read yet. Mend it to use the form.</Trans>
        </p>
      )}
    </section>
  )
}

/** The draft's JSON text as something a form can edit. */
function useDraftEditing(): RecordEditing {
  const { draft, setDraft } = useData()
  const [unread, setUnread] = useState<ReadonlyMap<string, string>>(new Map())
  return useMemo(() => {
    const isBroken = jsonProblem(draft.payload) !== null
    const payload = isBroken ? {} : (JSON.parse(draft.payload) as Payload)
    const read = (field: string) =>
      setUnread(new Map([...unread].filter(([name]) => name !== field)))
    const set = (next: Payload) => setDraft({ ...draft, payload: JSON.stringify(next, null, 2) })
    const content = { payload, acl: [] }
    const none = () => undefined
    return {
      edit: {
        ...content,
        base: content,
        unread,
        unreadJson: isBroken ? draft.payload : null,
      },
      dirty: true,
      setField: (field, value) => {
        read(field)
        set(withField(payload, field, value))
      },
      setUnread: (field, text) => setUnread(new Map(unread).set(field, text)),
      removeField: (field) => {
        read(field)
        set(withoutField(payload, field))
      },
      revertField: read,
      setPayload: set,
      ...{ setUnreadJson: none, setAcl: none, rebase: none, discard: none },
    }
  }, [draft, setDraft, unread])
}
