import type { KeyboardEvent } from 'react'

/** What keys do beside moving, by name, with `Control ` before it where that is held. */
export type GridKeys<R> = Readonly<Record<string, (active: R | undefined) => void>>

interface Grid<R> {
  readonly rows: readonly R[]
  /** The row the keys act on; -1 where there is none. */
  readonly activeIndex: number
  /** How many rows a page is. */
  readonly page: number
  readonly keys: GridKeys<R>
  /** Another row becomes the active one; with Shift, the rows on the way there are meant too. */
  readonly onMove: (index: number, isRange: boolean) => void
}

const moves: Readonly<Record<string, (at: number, page: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: (_, __, last) => last,
}

/** Moves through the rows of a grid by keys, and does what other keys mean there. */
export function onGridKey<R>(event: KeyboardEvent, grid: Grid<R>): void {
  const { rows, activeIndex, page, keys, onMove } = grid
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event
  if (altKey || hasOwnKey(event)) return
  const isControl = ctrlKey || metaKey
  const move = isControl ? undefined : moves[key]
  if (move) {
    event.preventDefault()
    const last = rows.length - 1
    if (last >= 0) onMove(Math.max(0, Math.min(move(activeIndex, page, last), last)), shiftKey)
    return
  }
  const action = shiftKey ? undefined : keys[isControl ? `Control ${key}` : key]
  if (!action) return
  event.preventDefault()
  action(rows[activeIndex])
}

/** What has the focus inside of a row keeps its keys; of a tick box that is the space bar alone. */
function hasOwnKey({ key, target, currentTarget }: KeyboardEvent): boolean {
  return target instanceof HTMLInputElement ? key === ' ' : target !== currentTarget
}
