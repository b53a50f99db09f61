import { useQuery } from '@apollo/client/react'
import { useEffect, useMemo } from 'react'
import { filter } from 'rxjs'
import { useNews } from '../../components/use-news.ts'
import { type BackupPartsFragment, BackupsDocument } from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'

export type Backups = BackupPartsFragment
export type BackupPlan = NonNullable<Backups['plan']>
export type BackupFailure = Backups['failures'][number]

/** How far it is has no event, and neither has what gets out of date. */
const RUNNING_POLL_MS = 1_000
const POLL_MS = 60_000

const OFTEN_MS = 1_000

/** The backups as they are at any time; undefined until they are known. */
export function useBackups() {
  const { changes } = useData()
  const { data, error, refetch, startPolling, stopPolling } = useQuery(BackupsDocument, {
    fetchPolicy: 'cache-and-network',
  })
  const news$ = useMemo(() => changes.visits$.pipe(filter((news) => news !== 'visit')), [changes])
  useNews(news$, refetch, OFTEN_MS)
  const isRunning = data != null && data.backups.running !== null
  useEffect(() => {
    startPolling(isRunning ? RUNNING_POLL_MS : POLL_MS)
    return stopPolling
  }, [isRunning, startPolling, stopPolling])
  return { backups: data?.backups, error, refetch }
}
