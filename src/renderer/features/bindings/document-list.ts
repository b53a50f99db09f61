import type { ApolloClient } from '@apollo/client'
import { t } from '@lingui/core/macro'
import type { ChangeStream } from '../../graphql/change-stream.ts'
import {
  type BindingDocumentType,
  BindingPageDocument,
  type BindingRowFragment,
} from '../../graphql/documents.generated.ts'

const bindingOntology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'
const PAGE = 20
/** The server's limit. */
const LARGEST_PAGE = 100

export type BindingRow = BindingRowFragment

export interface DocumentListView {
  readonly documents: readonly BindingRow[]
  readonly total: number | null
  /** `first`: nothing is known yet. `older`: another page is on its way. */
  readonly loading: 'first' | 'older' | null
  readonly error: unknown
  readonly hasOlder: boolean
}

interface Page {
  readonly documents: readonly BindingRow[]
  readonly total: number | null
  readonly hasOlder: boolean
  readonly cursor: string | null
}

/**
 * The binding documents of one type (or all), newest first, read page by page from the end and
 * again when one of them changes. What they say is not in it: photographs are large.
 */
export class DocumentList {
  #view: DocumentListView = {
    ...{ documents: [], total: null, loading: 'first', error: null, hasOlder: false },
  }
  #cursor: string | null = null
  /** Counts requests: an answer that was overtaken is dropped. */
  #request = 0
  readonly #listeners = new Set<() => void>()
  readonly #client: ApolloClient
  readonly #type: BindingDocumentType | null

  constructor(client: ApolloClient, type: BindingDocumentType | null) {
    this.#client = client
    this.#type = type
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): DocumentListView => this.#view

  /** Reads the first page and follows the changes, until the returned function is called. */
  start({ changes$, reopened$ }: Pick<ChangeStream, 'changes$' | 'reopened$'>): () => void {
    const following = changes$.subscribe((changes) => {
      if (changes.some(({ ontology }) => ontology === bindingOntology)) void this.reload()
    })
    following.add(reopened$.subscribe(() => void this.reload()))
    void this.reload()
    return () => {
      this.#request++
      following.unsubscribe()
    }
  }

  /** Reads what is on screen again. */
  async reload(): Promise<void> {
    const { documents, hasOlder } = this.#view
    const isFirst = this.#view.total === null
    // All that there was stays on screen when more comes.
    const wanted = isFirst || hasOlder ? Math.max(documents.length, PAGE) : Infinity
    await this.#read(isFirst ? 'first' : null, async () => {
      let page = await this.#page(Math.min(wanted, LARGEST_PAGE), null)
      while (page.documents.length < wanted && page.hasOlder) {
        page = joined(page, await this.#page(LARGEST_PAGE, page.cursor))
      }
      return page
    })
  }

  /** Reads the next page of older documents, unless one is on its way or there is none. */
  async loadOlder(): Promise<void> {
    const { documents, total, hasOlder, loading } = this.#view
    if (!hasOlder || loading !== null) return
    const shown = { documents, total, hasOlder, cursor: this.#cursor }
    await this.#read('older', async () => joined(shown, await this.#page(PAGE, this.#cursor)))
  }

  async #read(loading: DocumentListView['loading'], read: () => Promise<Page>): Promise<void> {
    const request = ++this.#request
    this.#set({ loading, error: null })
    try {
      const { cursor, ...page } = await read()
      if (request !== this.#request) return
      this.#cursor = cursor
      this.#set({ ...page, loading: null })
    } catch (error) {
      if (request === this.#request) this.#set({ loading: null, error })
    }
  }

  async #page(last: number, before: string | null): Promise<Page> {
    const { data } = await this.#client.query({
      query: BindingPageDocument,
      fetchPolicy: 'no-cache',
      variables: { last, type: this.#type, ...(before !== null && { before }) },
    })
    if (!data) throw new Error(t`The vault gave no answer.`)
    const { edges, pageInfo, totalCount } = data.bindingDocuments
    return {
      documents: edges.map(({ node }) => node).reverse(),
      total: totalCount,
      hasOlder: pageInfo.hasPreviousPage,
      cursor: pageInfo.startCursor,
    }
  }

  #set(change: Partial<DocumentListView>): void {
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener()
  }
}

function joined(newer: Page, older: Page): Page {
  const known = new Set(newer.documents.map(({ id }) => id))
  const added = older.documents.filter(({ id }) => !known.has(id))
  return { ...older, documents: [...newer.documents, ...added] }
}
