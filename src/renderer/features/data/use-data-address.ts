import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

interface Place {
  readonly type: string | null
  readonly record: string | null
}

/** The Data screen's place in the address: the type filter and the open record. */
export function useDataAddress() {
  const [params, setParams] = useSearchParams()
  const type = params.get('type')
  const record = params.get('record')

  const go = useCallback(
    (place: Place, replace = false) => setParams(searchOf(place), { replace }),
    [setParams],
  )
  const open = useCallback(
    (id: string | null, replace = false) => go({ type, record: id }, replace),
    [go, type],
  )
  return useMemo(() => ({ type, record, go, open }), [type, record, go, open])
}

/** The query string of a place. */
export function searchOf({ type, record }: Place): URLSearchParams {
  const params = new URLSearchParams()
  if (type !== null) params.set('type', type)
  if (record !== null) params.set('record', record)
  return params
}
