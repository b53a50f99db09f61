import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Where the Access screen shows a caller, given as the logs have it. */
export function accessPath(line: string): string {
  return `/access?${new URLSearchParams({ who: line })}`
}

/** The Access screen's place in the address: who is looked at. */
export function useAccessAddress() {
  const [params, setParams] = useSearchParams()
  const go = useCallback(
    (line: string, replace = false) => setParams({ who: line }, { replace }),
    [setParams],
  )
  return { who: params.get('who'), go }
}
