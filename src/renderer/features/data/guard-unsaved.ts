import type { RecordEdits } from '../records/record-edits.ts'
import { hasContent, type RecordDraft } from './record-draft.ts'
import type { Tasks } from './tasks.ts'

/** What ends with the window, and is nowhere else. */
interface Unsaved {
  readonly edits: RecordEdits
  /** A new record that is being written. */
  readonly draft: RecordDraft
  /** Work that would stop half way. */
  readonly tasks: Tasks
}

/**
 * Holds the window back from closing or loading anew while something would be lost or stop half
 * way; main asks the owner what is to become of it.
 * @param page the window
 * @returns a function that ends it
 */
export function guardUnsaved({ edits, draft, tasks }: Unsaved, page: EventTarget): () => void {
  const guard = (event: Event) => {
    const isBusy = tasks.current()?.state === 'running'
    if (edits.all().size > 0 || hasContent(draft) || isBusy) event.preventDefault()
  }
  page.addEventListener('beforeunload', guard)
  return () => page.removeEventListener('beforeunload', guard)
}
