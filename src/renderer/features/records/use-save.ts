import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useCallback, useRef, useState } from 'react'
import { tell } from '../../components/tell.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { useData } from '../data/data-context.tsx'
import type { Content } from './merge.ts'
import { isUnread, type RecordEdit } from './record-edits.ts'
import { saveRecord } from './save-record.ts'
import { contentOf } from './use-record-edit.ts'

/** Saving the edit of one record, and what stood in the way. */
export function useSave(id: string) {
  const client = useApolloClient()
  const { changes, edits } = useData()
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  /** What the record holds now, where it changed since it was loaded. */
  const [theirs, setTheirs] = useState<Content | null>(null)
  const busy = useRef(false)

  const save = useCallback(
    async (edit: RecordEdit | undefined) => {
      if (busy.current || !edit || isUnread(edit)) return
      busy.current = true
      setSaving(true)
      setFailure(null)
      try {
        const result = await saveRecord(client, id, edit)
        if (result.kind === 'changed') setTheirs(result.theirs)
        if (result.kind === 'gone') setFailure(t`The record was deleted meanwhile.`)
        if (result.kind === 'saved') {
          const { record } = result
          // What was typed while the answer was on its way stays an edit of what was saved.
          const now = edits.all().get(id)
          edits.set(id, now && now !== edit ? { ...now, base: contentOf(record) } : null)
          const { ontology } = record
          changes.announce({ kind: 'UPDATED', id, ontology, metaEnvelope: record })
          tell({ id: 'saved', message: t`Saved` })
        }
      } catch (error) {
        setFailure(errorCause(error))
      } finally {
        busy.current = false
        setSaving(false)
      }
    },
    [client, changes, edits, id],
  )
  return { save, saving, failure, theirs, setTheirs }
}
