import { useApolloClient } from '@apollo/client/react'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useData } from './data-context.tsx'
import { RecordList, type RecordListView } from './record-list.ts'

/** The live list of the records of one type, or of all. */
export function useRecordList(type: string | null): { view: RecordListView; list: RecordList } {
  const client = useApolloClient()
  const { changes } = useData()
  const list = useMemo(() => new RecordList(client, type), [client, type])
  useEffect(() => list.start(changes), [list, changes])
  return { list, view: useSyncExternalStore(list.subscribe, list.view) }
}
