/** Which rows are selected: some, or everything that is listed, loaded or not. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly everything: boolean
  /** Where a range begins. */
  readonly anchor: string | null
}

export const nothingSelected: Selection = { ids: new Set(), everything: false, anchor: null }

/** The selection after one row was ticked or unticked. Pure. */
export function toggled(selection: Selection, id: string, rows: readonly string[]): Selection {
  const ids = new Set(selection.everything ? rows : selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, everything: false, anchor: id }
}

/** The selection after all rows from the anchor to this one were ticked. Pure. */
export function rangeTo(selection: Selection, id: string, rows: readonly string[]): Selection {
  const from = rows.indexOf(selection.anchor ?? id)
  const to = rows.indexOf(id)
  if (from < 0 || to < 0) return toggled(selection, id, rows)
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
  return {
    ids: new Set([...selection.ids, ...range]),
    everything: false,
    anchor: selection.anchor ?? id,
  }
}

/** All rows that are loaded, or none when they were selected already. Pure. */
export function allShown(selection: Selection, rows: readonly string[]): Selection {
  const isAll = selection.everything || rows.every((id) => selection.ids.has(id))
  return isAll ? nothingSelected : { ids: new Set(rows), everything: false, anchor: null }
}
