import { useApolloClient, useQuery } from '@apollo/client/react'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import {
  BindingDocument,
  type BindingDocumentType,
  BindingVerdictsDocument,
} from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'
import { DocumentList, type DocumentListView } from './document-list.ts'

/** Walking the list by keys asks for nothing on the way. */
const PAUSE_MS = 150

/** The live list of the documents of one type, or of all. */
export function useDocumentList(type: BindingDocumentType | null): {
  view: DocumentListView
  list: DocumentList
} {
  const client = useApolloClient()
  const { changes } = useData()
  const list = useMemo(() => new DocumentList(client, type), [client, type])
  useEffect(() => list.start(changes), [list, changes])
  return { list, view: useSyncExternalStore(list.subscribe, list.view) }
}

/** One document with what it says, read again when it changes; null when there is none. */
export function useDocument(id: string) {
  const { changes } = useData()
  const { data, error, refetch } = useQuery(BindingDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  useEffect(() => {
    const following = changes.changes$.subscribe((batch) => {
      // A failure reaches the screen as `error`.
      if (batch.some((change) => change.id === id)) refetch().catch(() => null)
    })
    return () => following.unsubscribe()
  }, [changes, id, refetch])
  return { document: data?.bindingDocument, error, refetch }
}

/** What a document says, for its line in a list: that never changes, so it is asked for once. */
export function useStatement(id: string, type: BindingDocumentType) {
  const { data } = useQuery(BindingDocument, {
    variables: { id },
    // The one type that can be large, and says nothing that fits into a line.
    skip: type === 'photograph',
  })
  return data?.bindingDocument ?? null
}

/**
 * The verdicts on the signatures of the opened document, asked for anew each time it is opened
 * and each time it has another signature; null while they are on their way.
 */
export function useVerdicts(id: string, signatures: number) {
  const [settledId] = useDebouncedValue(id, PAUSE_MS)
  const { data, error, loading, refetch } = useQuery(BindingVerdictsDocument, {
    variables: { id },
    skip: settledId !== id,
    fetchPolicy: 'no-cache',
    notifyOnNetworkStatusChange: true,
  })
  const asked = useRef(signatures)
  useEffect(() => {
    if (asked.current === signatures) return
    asked.current = signatures
    // A failure reaches the screen as `error`.
    refetch().catch(() => null)
  }, [signatures, refetch])
  const verdicts = data?.bindingDocument?.verdicts
  const isKnown = verdicts?.length === signatures && !loading
  const isFailed = error !== undefined && !loading
  return {
    verdicts: isKnown ? (verdicts ?? null) : null,
    error: isFailed ? error : null,
    retry: () => void refetch().catch(() => null),
  }
}
