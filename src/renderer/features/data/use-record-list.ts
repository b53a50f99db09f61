import { useApolloClient } from '@apollo/client/react'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useData } from './data-context.tsx'
import type { RecordFilter } from './record-filter.ts'
import { RecordList, type RecordListView } from './record-list.ts'

/** The live list of the records of one type, or of all, that a filter lets through. */
export function useRecordList(
  ontology: string | null,
  filter: RecordFilter,
  isView: boolean,
): { view: RecordListView; list: RecordList } {
  const client = useApolloClient()
  const { changes } = useData()
  // The address makes a new filter with each step; only another content is another list.
  const wanted = JSON.stringify(filter)
  const list = useMemo(
    () => new RecordList(client, { ontology, filter: JSON.parse(wanted) as RecordFilter, isView }),
    [client, ontology, wanted, isView],
  )
  useEffect(() => list.start(changes), [list, changes])
  return { list, view: useSyncExternalStore(list.subscribe, list.view) }
}
