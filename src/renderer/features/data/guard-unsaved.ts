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
 * @param tellMain is told whether it is held, at first and when that changes
 * @returns a function that ends it
 */
export function guardUnsaved(
  { edits, draft, tasks }: Unsaved,
  page: EventTarget,
  tellMain: (isHeld: boolean) => void,
): () => void {
  const isHeld = () =>
    edits.all().size > 0 || hasContent(draft) || tasks.current()?.state === 'running'
  let told = isHeld()
  tellMain(told)
  const tell = () => {
    if (told === isHeld()) return
    told = !told
    tellMain(told)
  }
  const guard = (event: Event) => {
    if (isHeld()) event.preventDefault()
  }
  page.addEventListener('beforeunload', guard)
  const ends = [
    edits.subscribe(tell),
    tasks.subscribe(tell),
    () => page.removeEventListener('beforeunload', guard),
  ]
  return () => {
    for (const end of ends) end()
  }
}
