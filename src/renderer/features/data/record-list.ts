import type { ApolloClient } from '@apollo/client'
import { t } from '@lingui/core/macro'
import type { ChangeStream, RecordChange } from '../../graphql/change-stream.ts'
import { RecordPageDocument } from '../../graphql/documents.generated.ts'
import { filterInput, isEmptyFilter, type RecordFilter } from './record-filter.ts'
import { applyChanges, type Row, rowOf } from './record-rows.ts'

/** Enough for a tall window. */
const FIRST_PAGE = 50
/** The server's limit. */
const LARGEST_PAGE = 100
/** How long changes are gathered before a filtered list is read again. */
const PAUSE_MS = 400

/** What is listed. */
export interface Listing {
  /** The type, or null for all. */
  readonly ontology: string | null
  readonly filter: RecordFilter
  /** Somebody else's view: the changes, which are the owner's, only say when to read again. */
  readonly isView: boolean
}

export interface RecordListView {
  readonly rows: readonly Row[]
  /** `first`: nothing is known yet. `older`: another page is on its way. */
  readonly loading: 'first' | 'older' | null
  readonly error: unknown
  readonly hasOlder: boolean
}

interface Page {
  readonly rows: readonly Row[]
  readonly hasOlder: boolean
  readonly cursor: string | null
}

/**
 * The records of one type (or all) that a filter lets through, newest first, read page by page
 * from the end and kept up to date by changes. It keeps rows, not records, so that a long list
 * stays small.
 */
export class RecordList {
  #view: RecordListView = { rows: [], loading: 'first', error: null, hasOlder: false }
  #cursor: string | null = null
  /** Counts requests: an answer that was overtaken is dropped. */
  #request = 0
  /** While a page is on its way: the changes told since, which the page may not contain. */
  #meanwhile: RecordChange[] | null = null
  readonly #listeners = new Set<() => void>()
  readonly #client: ApolloClient
  readonly #listing: Listing
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(client: ApolloClient, listing: Listing) {
    this.#client = client
    this.#listing = listing
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): RecordListView => this.#view

  /** Reads the first page and follows the changes, until the returned function is called. */
  start({ changes$, reopened$ }: Pick<ChangeStream, 'changes$' | 'reopened$'>): () => void {
    const following = changes$.subscribe((changes) => this.#apply(changes))
    following.add(reopened$.subscribe(() => void this.reload()))
    void this.reload()
    return () => {
      this.#request++
      clearTimeout(this.#waiting)
      following.unsubscribe()
    }
  }

  /** Reads what is on screen again. */
  async reload(): Promise<void> {
    const wanted = this.#view.rows.length
    await this.#read(
      async () => {
        let page = await this.#page(wanted > FIRST_PAGE ? LARGEST_PAGE : FIRST_PAGE, null)
        while (page.rows.length < wanted && page.hasOlder) {
          const older = await this.#page(LARGEST_PAGE, page.cursor)
          page = { ...older, rows: [...page.rows, ...older.rows] }
        }
        return page
      },
      this.#view.rows.length === 0 ? 'first' : null,
    )
  }

  /** Reads the next page of older records, unless one is on its way or there is none. */
  async loadOlder(): Promise<void> {
    const { hasOlder, error } = this.#view
    if (!hasOlder || error || this.#meanwhile) return
    await this.#read(async () => {
      const older = await this.#page(LARGEST_PAGE, this.#cursor)
      const known = new Set(this.#view.rows.map(({ id }) => id))
      const added = older.rows.filter(({ id }) => !known.has(id))
      return { ...older, rows: [...this.#view.rows, ...added] }
    }, 'older')
  }

  async #read(read: () => Promise<Page>, loading: RecordListView['loading']): Promise<void> {
    const request = ++this.#request
    const meanwhile: RecordChange[] = []
    this.#meanwhile = meanwhile
    this.#set({ loading, error: null })
    try {
      const { rows, hasOlder, cursor } = await read()
      if (request !== this.#request) return
      this.#meanwhile = null
      this.#cursor = cursor
      this.#set({
        rows: this.#changed(rows, meanwhile, hasOlder),
        hasOlder,
        loading: null,
      })
    } catch (error) {
      if (request !== this.#request) return
      this.#meanwhile = null
      this.#set({ loading: null, error })
    }
  }

  async #page(last: number, before: string | null): Promise<Page> {
    const { data } = await this.#client.query({
      query: RecordPageDocument,
      fetchPolicy: 'no-cache',
      context: { isFirst: true },
      variables: {
        last,
        filter: filterInput(this.#listing.ontology, this.#listing.filter),
        around: this.#listing.filter.search,
        ...(before !== null && { before }),
      },
    })
    if (!data) throw new Error(t`The vault gave no answer.`)
    const { edges, pageInfo } = data.metaEnvelopes
    return {
      rows: edges.map(({ node }) => rowOf(node, this.#listing.filter.search)).reverse(),
      hasOlder: pageInfo.hasPreviousPage,
      cursor: pageInfo.startCursor,
    }
  }

  #apply(changes: readonly RecordChange[]): void {
    const { filter, isView } = this.#listing
    if (!isView) this.#meanwhile?.push(...changes)
    const { rows, hasOlder, loading } = this.#view
    if (loading === 'first') return
    if (!isView) this.#set({ rows: this.#changed(rows, changes, hasOlder) })
    if (isEmptyFilter(filter) && !isView) return
    // Only the vault can tell what the filter lets through.
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => void this.reload(), PAUSE_MS)
  }

  #changed(rows: readonly Row[], changes: readonly RecordChange[], hasOlder: boolean) {
    const { ontology, filter } = this.#listing
    const isFiltered = !isEmptyFilter(filter)
    const extent = { ontology, hasOlder, isFiltered, search: filter.search }
    return applyChanges(rows, changes, extent, Date.now())
  }

  #set(change: Partial<RecordListView>): void {
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener()
  }
}
