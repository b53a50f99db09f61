import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { emptyFilter, type RecordFilter, readFilter, writeFilter } from './record-filter.ts'

/** Where in the Data screen one is. */
export interface Place {
  readonly type: string | null
  readonly record: string | null
  readonly filter: RecordFilter
  /** The deleted records are listed instead. */
  readonly trash: boolean
  /** Through whose eyes one looks, as the logs name callers; null for the owner's own. */
  readonly viewAs: string | null
}

/** The Data screen's place in the address, so that going back works. */
export function useDataAddress() {
  const [params, setParams] = useSearchParams()
  const place = useMemo(() => placeOf(params), [params])
  const go = useCallback(
    (change: Partial<Place>, replace = false) =>
      setParams((now) => searchOf({ ...placeOf(now), ...change }), { replace }),
    [setParams],
  )
  const open = useCallback(
    (id: string | null, replace = false) => go({ record: id }, replace),
    [go],
  )
  /** The address of another place that differs only in this. */
  const hrefOf = useCallback(
    (change: Partial<Place>) => ({ search: searchOf({ ...place, ...change }).toString() }),
    [place],
  )
  return useMemo(() => ({ ...place, go, open, hrefOf }), [place, go, open, hrefOf])
}

/** The query string of a place. */
export function searchOf(place: Partial<Place>): URLSearchParams {
  const { type = null, record = null, filter = emptyFilter, trash = false, viewAs = null } = place
  const params = new URLSearchParams()
  if (trash) params.set('view', 'trash')
  if (viewAs !== null) params.set('as', viewAs)
  if (type !== null) params.set('type', type)
  writeFilter(filter, params)
  if (record !== null) params.set('record', record)
  return params
}

function placeOf(params: URLSearchParams): Place {
  return {
    type: params.get('type'),
    record: params.get('record'),
    filter: readFilter(params),
    trash: params.get('view') === 'trash',
    viewAs: params.get('as'),
  }
}
