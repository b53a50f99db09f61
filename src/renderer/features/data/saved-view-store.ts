import { emptyFilter, type RecordFilter } from './record-filter.ts'

/** A filter under a name, for one type or for all (null). */
export interface SavedView {
  readonly name: string
  readonly type: string | null
  readonly filter: RecordFilter
}

const KEY = 'evault.data.views'

/** The views this window keeps; none where they can't be read. */
export function readViews(): SavedView[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(views) ? views.flatMap(viewOf) : []
  } catch {
    return []
  }
}

/** Keeps these views, also beyond this start of the app. */
export function writeViews(views: readonly SavedView[]): void {
  localStorage.setItem(KEY, JSON.stringify(views))
}

function viewOf(value: Partial<SavedView> | null): SavedView[] {
  if (typeof value?.name !== 'string' || typeof value.filter !== 'object') return []
  return [
    { name: value.name, type: value.type ?? null, filter: { ...emptyFilter, ...value.filter } },
  ]
}
