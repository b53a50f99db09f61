import type { ApolloClient } from '@apollo/client'
import { Subject } from 'rxjs'
import { expect, it, vi } from 'vitest'
import type { RecordChange } from '../../graphql/change-stream.ts'
import { DocumentList } from './document-list.ts'

const bindingOntology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'

/** A vault with so many documents, which answers when told to. */
function vaultOf(count: number) {
  const document = (n: number) => ({ id: String(n).padStart(4, '0'), type: 'self' })
  const all = Array.from({ length: count }, (_, n) => document(n))
  const waiting: ((failure?: Error) => void)[] = []
  const query = vi.fn(({ variables }: { variables: { last: number; before?: string } }) => {
    const reach = all.filter(({ id }) => !variables.before || id < variables.before)
    const page = reach.slice(-variables.last)
    const bindingDocuments = {
      edges: page.map((node) => ({ node })),
      pageInfo: { hasPreviousPage: reach.length > page.length, startCursor: page[0]?.id ?? null },
      totalCount: all.length,
    }
    return new Promise((resolve, reject) =>
      waiting.push((failure) =>
        failure ? reject(failure) : resolve({ data: { bindingDocuments } }),
      ),
    )
  })
  const answer = async (failure?: Error) => {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0))
    for (const tell of waiting.splice(0)) tell(failure)
    await new Promise((resolve) => setTimeout(resolve))
  }
  const changes$ = new Subject<readonly RecordChange[]>()
  const reopened$ = new Subject<void>()
  const list = new DocumentList({ query } as unknown as ApolloClient, null)
  const add = () => {
    all.push(document(all.length))
    const { id } = document(all.length - 1)
    changes$.next([{ kind: 'CREATED', id, ontology: bindingOntology, metaEnvelope: null }])
  }
  return { list, query, answer, changes$, add, stop: list.start({ changes$, reopened$ }) }
}

const idsOf = (list: DocumentList) => list.view().documents.map(({ id }) => id)

it('reads a page of twenty, newest first, and the older ones when asked', async () => {
  const { list, answer } = vaultOf(23)
  expect(list.view()).toMatchObject({ loading: 'first', total: null })
  await answer()
  expect(idsOf(list)).toHaveLength(20)
  expect(list.view()).toMatchObject({ total: 23, hasOlder: true, loading: null })
  void list.loadOlder()
  expect(list.view().loading).toBe('older')
  await answer()
  expect(idsOf(list)).toEqual(Array.from({ length: 23 }, (_, n) => String(22 - n).padStart(4, '0')))
  expect(list.view().hasOlder).toBe(false)
})

it('keeps all that was on screen when a new document comes', async () => {
  const { list, answer, add } = vaultOf(100)
  await answer()
  while (list.view().hasOlder) {
    void list.loadOlder()
    await answer()
  }
  add()
  await answer()
  await answer()
  expect(idsOf(list)).toHaveLength(101)
  expect(idsOf(list)[0]).toBe('0100')
})

it('does not ask again for what is no binding document, nor once it is stopped', async () => {
  const { query, answer, changes$, add, stop } = vaultOf(1)
  await answer()
  changes$.next([{ kind: 'CREATED', id: 'x', ontology: 'post', metaEnvelope: null }])
  expect(query).toHaveBeenCalledTimes(1)
  stop()
  add()
  expect(query).toHaveBeenCalledTimes(1)
})

it('keeps what it has when it can’t be read again', async () => {
  const { list, answer, add } = vaultOf(2)
  await answer()
  add()
  await answer(new Error('gone'))
  expect(idsOf(list)).toHaveLength(2)
  expect(list.view()).toMatchObject({ loading: null, error: new Error('gone') })
  void list.reload()
  await answer()
  expect(list.view()).toMatchObject({ error: null, total: 3 })
})
