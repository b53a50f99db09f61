import type { ApolloClient, TypedDocumentNode } from '@apollo/client'
import {
  auditTime,
  buffer,
  defer,
  EMPTY,
  finalize,
  map,
  merge,
  type Observable,
  repeat,
  retry,
  Subject,
  share,
  switchMap,
  tap,
  timer,
} from 'rxjs'
import {
  DeliveryNewsDocument,
  InboundNewsDocument,
  type InboundNewsSubscription,
  RecordChangesDocument,
  type RecordChangesSubscription,
  VisitsDocument,
  type VisitsSubscription,
} from './documents.generated.ts'
import type { OwnerEndpoint } from './owner-endpoint.ts'

export type RecordChange = RecordChangesSubscription['metaEnvelopeChanged']
/**
 * `visit`: somebody came. `consent`: a platform asked, or was decided about. `reach`: the world
 * reaches the vault, or does no more, or the registry knows of it.
 */
export type VisitNews = VisitsSubscription['visited']
/** Requests that came in from outside. */
export type InboundNews = InboundNewsSubscription['inboundRequests']

/** Long enough to draw once for a burst of changes, too short to notice. */
const BATCH_MS = 80
const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 5_000

/** What happens to the vault's records, who comes to it and who is told, as it happens. */
export class ChangeStream {
  readonly #own = new Subject<RecordChange>()
  readonly #reopened = new Subject<void>()
  readonly #endpoint: OwnerEndpoint
  /** Streams of which nobody knows yet whether they open. */
  #unsettled = 0

  /** Changes, in the order they were committed, a batch at a time. */
  readonly changes$: Observable<readonly RecordChange[]>
  /** The stream was opened again: what was read before may be out of date. */
  readonly reopened$: Observable<void> = this.#reopened
  /** That somebody came or asked; also whenever that may have been missed. */
  readonly visits$: Observable<VisitNews>
  /** That deliveries to platforms have changed; also whenever that may have been missed. */
  readonly deliveries$: Observable<void>
  /** What comes in from outside; null whenever some of it may have been missed. */
  readonly inbound$: Observable<InboundNews | null>

  constructor(client: ApolloClient, endpoint: OwnerEndpoint) {
    this.#endpoint = endpoint
    const follow = <T>(query: News<T>, onMissed: () => void) =>
      this.#follow(client, query, onMissed)
    const live = follow(RecordChangesDocument, () => this.#reopened.next()).pipe(
      map(({ metaEnvelopeChanged }) => metaEnvelopeChanged),
      share(),
    )
    const batches = live.pipe(buffer(live.pipe(auditTime(BATCH_MS))))
    this.changes$ = merge(batches, this.#own.pipe(map((change) => [change]))).pipe(share())
    const missed = new Subject<VisitNews>()
    const visits = follow(VisitsDocument, () => missed.next('consent')).pipe(
      map(({ visited }) => visited),
    )
    this.visits$ = merge(missed, visits).pipe(share())
    const unseen = new Subject<void>()
    const deliveries = follow(DeliveryNewsDocument, () => unseen.next()).pipe(map(() => undefined))
    this.deliveries$ = merge(unseen, deliveries).pipe(share())
    const unheard = new Subject<null>()
    const inbound = follow(InboundNewsDocument, () => unheard.next(null)).pipe(
      map(({ inboundRequests }) => inboundRequests),
    )
    this.inbound$ = merge(unheard, inbound).pipe(share())
  }

  /**
   * Follows one kind of news. The first questions wait until it is known of each kind that somebody
   * wants whether it opens.
   * @param onMissed there may have been news since something was asked
   */
  #follow<T>(client: ApolloClient, query: News<T>, onMissed: () => void): Observable<T> {
    return defer(() => {
      this.#unsettled += 1
      let isSettled = false
      const settle = () => {
        if (!isSettled) this.#unsettled -= 1
        isSettled = true
        if (this.#unsettled === 0) this.#endpoint.letQuestionsThrough()
      }
      const onOpen = () => {
        const mayBeMissed = this.#endpoint.areQuestionsLetThrough
        settle()
        if (mayBeMissed) onMissed()
      }
      // Nothing waits for a stream that does not open.
      const open = () => follow(client, query, onOpen).pipe(tap({ error: settle }))
      return whileAnswering(this.#endpoint, open).pipe(finalize(settle))
    })
  }

  /** Tells at once of a change this window made, which the stream tells again later. */
  announce(change: RecordChange): void {
    this.#own.next(change)
  }
}

type News<T> = TypedDocumentNode<T, Record<string, never>>

function retryDelay(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)
}

/** A stream that is opened where the vault answers, and again whenever it ended. */
function whileAnswering<T>(endpoint: OwnerEndpoint, open: () => Observable<T>): Observable<T> {
  const stream = defer(open).pipe(
    retry({ delay: (_error, count) => timer(retryDelay(count)), resetOnSuccess: true }),
    repeat({ delay: FIRST_RETRY_MS }),
  )
  return endpoint.url$.pipe(switchMap((url) => (url === null ? EMPTY : stream)))
}

/** What a subscription tells, until it ends or fails. */
function follow<T>(client: ApolloClient, query: News<T>, onOpen: () => void): Observable<T> {
  return client.subscribe<T>({ query, fetchPolicy: 'no-cache', context: { onOpen } }).pipe(
    switchMap(({ data, error }) => {
      if (error) throw error
      return data ? [data as T] : []
    }),
  )
}
