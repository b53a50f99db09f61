import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { ChangeStream } from '../../graphql/change-stream.ts'
import { RecordEdits } from '../records/record-edits.ts'
import type { Deletions } from './deletions.ts'
import { guardUnsaved } from './guard-unsaved.ts'
import { emptyDraft, type RecordDraft } from './record-draft.ts'
import { Tasks } from './tasks.ts'

interface Data {
  readonly changes: ChangeStream
  readonly deletions: Deletions
  /** What was typed for a new record: it outlives the dialog, and the screen. */
  readonly draft: RecordDraft
  readonly setDraft: (draft: RecordDraft) => void
  /** Changes of records that are not saved yet. */
  readonly edits: RecordEdits
  /** Work that takes its time. */
  readonly tasks: Tasks
}

const DataContext = createContext<Data | null>(null)

interface DataProviderProps {
  readonly changes: ChangeStream
  readonly deletions: Deletions
  /** Tells main whether something here is not saved or not finished. */
  readonly hold: (isHeld: boolean) => void
  readonly children: ReactNode
}

/** What the screens that show records share. */
export function DataProvider({ changes, deletions, hold, children }: DataProviderProps) {
  const [draft, setDraft] = useState(emptyDraft)
  const [edits] = useState(() => new RecordEdits())
  const [tasks] = useState(() => new Tasks())
  useEffect(() => guardUnsaved({ edits, draft, tasks }, window, hold), [edits, draft, tasks, hold])
  const data = useMemo(
    () => ({ changes, deletions, draft, setDraft, edits, tasks }),
    [changes, deletions, draft, edits, tasks],
  )
  return <DataContext value={data}>{children}</DataContext>
}

/** The records' changes, deletions and the draft of a new one. */
export function useData(): Data {
  const data = useContext(DataContext)
  if (!data) throw new Error('useData needs a DataProvider')
  return data
}
