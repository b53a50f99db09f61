import type { KeyboardEvent } from 'react'

/** Moves between the rows of all lists of a pane by arrows, Home and End. */
export function onListKeys(event: KeyboardEvent<HTMLElement>, onMoved: (row: HTMLElement) => void) {
  const step = steps[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-kind]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  const next = rows[step(at, rows.length)]
  if (!next || next === rows[at]) return
  next.focus()
  onMoved(next)
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}
