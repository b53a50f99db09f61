import { tell, untell } from '../../components/tell.tsx'

const ID = 'setting-saved'

/** Tells that a setting was saved, and offers the way back; only of the last change. */
export function tellSaved(what: string, onUndo: () => unknown): void {
  tell({ id: ID, message: what, onUndo })
}

/** Takes away what offers to undo an earlier change. */
export function hideSaved(): void {
  untell(ID)
}
