import type { ApolloClient } from '@apollo/client'
import { Subject } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import type { RecordChange } from '../../graphql/change-stream.ts'
import { emptyFilter } from './record-filter.ts'
import { RecordList } from './record-list.ts'

function record(n: number) {
  const createdAt = new Date(n * 1_000).toISOString()
  return { id: String(n).padStart(4, '0'), ontology: 'post', createdAt, acl: [], brief: {} }
}

/** A vault with so many records, which answers when told to. */
function vaultOf(count: number) {
  const all = Array.from({ length: count }, (_, n) => record(n))
  const waiting: (() => void)[] = []
  const query = vi.fn(({ variables }: { variables: { last: number; before?: string } }) => {
    const reach = all.filter(({ id }) => !variables.before || id < variables.before)
    const page = reach.slice(-variables.last)
    const metaEnvelopes = {
      edges: page.map((node) => ({ node })),
      pageInfo: { hasPreviousPage: reach.length > page.length, startCursor: page[0]?.id ?? null },
    }
    return new Promise((resolve) => waiting.push(() => resolve({ data: { metaEnvelopes } })))
  })
  const answer = async () => {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0))
    for (const tell of waiting.splice(0)) tell()
    await new Promise((resolve) => setTimeout(resolve))
  }
  const changes$ = new Subject<readonly RecordChange[]>()
  const reopened$ = new Subject<void>()
  const list = new RecordList({ query } as unknown as ApolloClient, {
    ontology: null,
    filter: emptyFilter,
    isView: false,
  })
  return { all, list, query, answer, changes$, reopened$ }
}

function told(kind: RecordChange['kind'], it: ReturnType<typeof record>): RecordChange {
  return { kind, id: it.id, ontology: it.ontology, metaEnvelope: kind === 'DELETED' ? null : it }
}

describe('RecordList', () => {
  it('reads from the newest to the oldest, page by page', async () => {
    const { list, answer, changes$, reopened$ } = vaultOf(120)
    list.start({ changes$, reopened$ })
    expect(list.view()).toMatchObject({ loading: 'first', rows: [] })
    await answer()
    expect(list.view().rows).toHaveLength(50)
    expect(list.view().rows[0]?.id).toBe('0119')
    void list.loadOlder()
    await answer()
    expect(list.view()).toMatchObject({ hasOlder: false, loading: null })
    expect(list.view().rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 120 }, (_, n) => String(119 - n).padStart(4, '0')),
    )
  })

  it('does not lose what changes while a page is on its way', async () => {
    const { all, list, answer, changes$, reopened$ } = vaultOf(3)
    list.start({ changes$, reopened$ })
    changes$.next([told('DELETED', all[1] ?? record(1)), told('CREATED', record(7))])
    await answer()
    expect(list.view().rows.map(({ id }) => id)).toEqual(['0007', '0002', '0000'])
  })

  it('reads as much again as was on screen when the stream was broken', async () => {
    const { all, list, answer, changes$, reopened$ } = vaultOf(400)
    list.start({ changes$, reopened$ })
    await answer()
    void list.loadOlder()
    await answer()
    expect(list.view().rows).toHaveLength(150)
    all.splice(390, 5)
    reopened$.next()
    await answer()
    await answer()
    expect(list.view().rows).toHaveLength(200)
    expect(list.view().rows.some(({ id }) => id === '0392')).toBe(false)
  })

  it('keeps its rows and tells the cause when reading fails, and recovers', async () => {
    const { list, query, answer, changes$, reopened$ } = vaultOf(3)
    list.start({ changes$, reopened$ })
    await answer()
    query.mockRejectedValueOnce(new Error('gone'))
    await list.reload()
    expect(list.view()).toMatchObject({ error: new Error('gone') })
    expect(list.view().rows).toHaveLength(3)
    void list.reload()
    await answer()
    expect(list.view().error).toBeNull()
  })

  it('stops following when it is no longer shown', async () => {
    const { list, answer, changes$, reopened$ } = vaultOf(1)
    const stop = list.start({ changes$, reopened$ })
    await answer()
    stop()
    changes$.next([told('CREATED', record(5))])
    expect(list.view().rows).toHaveLength(1)
    expect(changes$.observed || reopened$.observed).toBe(false)
  })
})
