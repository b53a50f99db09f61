import type { RecordEdits } from './record-edits.ts'

/**
 * Holds the window back from closing or loading anew while there are unsaved edits; main asks the
 * owner what is to become of them.
 * @param page the window
 * @returns a function that ends it
 */
export function guardEdits(edits: RecordEdits, page: EventTarget): () => void {
  const guard = (event: Event) => {
    if (edits.all().size > 0) event.preventDefault()
  }
  page.addEventListener('beforeunload', guard)
  return () => page.removeEventListener('beforeunload', guard)
}
