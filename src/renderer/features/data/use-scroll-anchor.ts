import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Row } from './record-rows.ts'

/** Keeps what is being read in place while rows come and go above it. */
export function useScrollAnchor(
  grid: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  rowHeight: number,
): void {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const element = grid.current
    const old = before.current
    before.current = rows
    if (!element || old === rows || element.scrollTop < rowHeight) return
    const firstSeen = Math.floor(element.scrollTop / rowHeight)
    const anchor = old[firstSeen]
    const now = anchor ? rows.findIndex(({ id }) => id === anchor.id) : -1
    if (now >= 0) element.scrollTop += (now - firstSeen) * rowHeight
  }, [grid, rows, rowHeight])
}
