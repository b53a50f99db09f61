import type { KeyboardEvent } from 'react'
import type { RecordTableProps } from './record-table.tsx'

/** What the keys do in the table: move, open, select, delete. */
export function useGridKeys(
  props: RecordTableProps,
  activeIndex: number,
  rowHeight: number,
  scrollTo: (index: number) => void,
) {
  const { view, grid, selection, onActivate, onOpen, onClose, onDelete } = props
  const rowAt = (index: number) => view.rows[Math.max(0, Math.min(index, view.rows.length - 1))]
  const moveTo = (index: number) => {
    const row = rowAt(index)
    if (!row) return
    onActivate(row.id)
    scrollTo(view.rows.indexOf(row))
  }
  const extendTo = (index: number) => {
    const row = rowAt(index)
    if (!row) return
    selection.extendTo(row.id, active?.id)
    moveTo(index)
  }
  const page = () => Math.floor((grid.current?.clientHeight ?? 0) / rowHeight) - 2
  const active = view.rows[activeIndex]
  const actions: Record<string, () => void> = {
    ArrowDown: () => moveTo(activeIndex + 1),
    ArrowUp: () => moveTo(activeIndex - 1),
    PageDown: () => moveTo(activeIndex + page()),
    PageUp: () => moveTo(activeIndex - page()),
    Home: () => moveTo(0),
    End: () => moveTo(view.rows.length - 1),
    Enter: () => active && onOpen(active.id),
    ' ': () => active && selection.toggle(active.id),
    'Shift ArrowDown': () => extendTo(activeIndex + 1),
    'Shift ArrowUp': () => extendTo(activeIndex - 1),
    'Control a': () => selection.toggleAllShown(),
    Delete: () => active && onDelete(active),
    Escape: () => (selection.count > 0 ? selection.clear() : props.openId && onClose()),
  }
  return (event: KeyboardEvent) => {
    // The boxes take the space bar for themselves.
    if (event.target instanceof HTMLInputElement && event.key === ' ') return
    // With a selection it deletes that (`SelectionActions`).
    if (event.key === 'Delete' && selection.count > 0) return
    if (event.altKey) return
    const held = event.ctrlKey || event.metaKey ? 'Control ' : event.shiftKey ? 'Shift ' : ''
    const action = actions[`${held}${event.key}`]
    if (!action) return
    event.preventDefault()
    action()
  }
}
