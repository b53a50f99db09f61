import type { ApolloClient } from '@apollo/client'
import {
  auditTime,
  buffer,
  defer,
  EMPTY,
  map,
  merge,
  type Observable,
  repeat,
  retry,
  Subject,
  share,
  switchMap,
  timer,
} from 'rxjs'
import { RecordChangesDocument, type RecordChangesSubscription } from './documents.generated.ts'
import type { OwnerEndpoint } from './owner-endpoint.ts'

export type RecordChange = RecordChangesSubscription['metaEnvelopeChanged']

/** Long enough to draw once for a burst of changes, too short to notice. */
const BATCH_MS = 80
const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 5_000

/** What happens to the vault's records, as it happens. */
export class ChangeStream {
  readonly #own = new Subject<RecordChange>()
  readonly #opened = new Subject<void>()

  /** Changes, in the order they were committed, a batch at a time. */
  readonly changes$: Observable<readonly RecordChange[]>
  /** The stream was opened (again): what was read before may be out of date. */
  readonly opened$: Observable<void> = this.#opened

  constructor(client: ApolloClient, endpoint: OwnerEndpoint) {
    const stream = defer(() => this.#connect(client)).pipe(
      retry({ delay: (_error, count) => timer(retryDelay(count)), resetOnSuccess: true }),
      repeat({ delay: FIRST_RETRY_MS }),
    )
    const live = endpoint.url$.pipe(
      switchMap((url) => (url === null ? EMPTY : stream)),
      share(),
    )
    const batches = live.pipe(buffer(live.pipe(auditTime(BATCH_MS))))
    this.changes$ = merge(batches, this.#own.pipe(map((change) => [change]))).pipe(share())
  }

  /** Tells at once of a change this window made, which the stream tells again later. */
  announce(change: RecordChange): void {
    this.#own.next(change)
  }

  #connect(client: ApolloClient): Observable<RecordChange> {
    return client
      .subscribe({
        query: RecordChangesDocument,
        fetchPolicy: 'no-cache',
        context: { onOpen: () => this.#opened.next() },
      })
      .pipe(
        switchMap(({ data, error }) => {
          if (error) throw error
          return data ? [data.metaEnvelopeChanged] : []
        }),
      )
  }
}

function retryDelay(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)
}
