import { useQuery } from '@apollo/client/react'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect } from 'react'
import { debounceTime } from 'rxjs'
import { MatchCountDocument } from '../../graphql/documents.generated.ts'
import { useData } from './data-context.tsx'
import { useRecordCounts } from './record-counts.ts'
import { filterInput, isEmptyFilter } from './record-filter.ts'
import { useDataAddress } from './use-data-address.ts'

/** The rows come first: what is typed on is not counted. */
const PAUSE_MS = 400

/** How many records are listed: of the type, or of those the filter lets through. */
export function useListedCount(): number | undefined {
  const { type, filter, viewAs } = useDataAddress()
  const { changes } = useData()
  const { total, types } = useRecordCounts()
  // The kept counts are the owner's.
  const isFiltered = viewAs !== null || !isEmptyFilter(filter)
  const wanted = JSON.stringify(filterInput(type, filter))
  const [settled] = useDebouncedValue(wanted, PAUSE_MS)
  const isSettled = isFiltered && settled === wanted
  const { data, refetch } = useQuery(MatchCountDocument, {
    variables: { filter: filterInput(type, filter) },
    fetchPolicy: 'network-only',
    skip: !isSettled,
  })
  useEffect(() => {
    if (!isSettled) return
    const following = changes.changes$
      .pipe(debounceTime(PAUSE_MS))
      // A failure leaves the count as it was; the list says what is wrong.
      .subscribe(() => void refetch().catch(() => null))
    return () => following.unsubscribe()
  }, [changes, isSettled, refetch])
  if (isFiltered) return data?.metaEnvelopes.totalCount ?? undefined
  if (type === null) return total
  return types && (types.find(({ ontology }) => ontology === type)?.count ?? 0)
}
