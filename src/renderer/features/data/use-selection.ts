import { useMemo, useState } from 'react'
import type { Row } from './record-rows.ts'
import { allShown, nothingSelected, rangeTo, type Selection, toggled } from './selection.ts'
import { useDataAddress } from './use-data-address.ts'

/** The rows that are selected, and what selects them. */
export interface RowSelection {
  readonly selection: Selection
  readonly count: number
  readonly isSelected: (id: string) => boolean
  readonly toggle: (id: string) => void
  /** Ticks the rows up to this one, from where ticking began or else from `start`. */
  readonly extendTo: (id: string, start?: string) => void
  readonly toggleAllShown: () => void
  readonly selectEverything: () => void
  readonly clear: () => void
}

/** Selecting rows of one list; another list begins with none. */
export function useSelection(rows: readonly Row[]): RowSelection {
  const { type, filter } = useDataAddress()
  const listing = JSON.stringify([type, filter])
  const [kept, setKept] = useState({ selection: nothingSelected, listing })
  const selection = kept.listing === listing ? kept.selection : nothingSelected
  return useMemo(() => {
    const set = (next: Selection) => setKept({ selection: next, listing })
    const ids = () => rows.map(({ id }) => id)
    return {
      selection,
      count: selection.everything ? rows.length : selection.ids.size,
      isSelected: (id) => selection.everything || selection.ids.has(id),
      toggle: (id) => set(toggled(selection, id, ids())),
      extendTo: (id, start = id) =>
        set(rangeTo({ ...selection, anchor: selection.anchor ?? start }, id, ids())),
      toggleAllShown: () => set(allShown(selection, ids())),
      selectEverything: () => set({ ...selection, everything: true }),
      clear: () => set(nothingSelected),
    }
  }, [selection, rows, listing])
}
