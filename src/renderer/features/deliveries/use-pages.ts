import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useWhenDelivered } from './use-platforms.ts'

/** The server's limit. */
export const LARGEST_PAGE = 100

/** Part of a list, newest first. */
export interface Page<T> {
  readonly entries: readonly T[]
  /** For the page after this one; null on the last. */
  readonly next: string | null
}
type ReadPage<T> = (after: string | null) => Promise<Page<T>>

/** What is shown of a list. */
export interface PagesView<T> {
  readonly entries: readonly T[]
  /** `first`: nothing is known yet. `older`: another page is on its way. */
  readonly loading: 'first' | 'older' | null
  readonly error: unknown
  readonly hasOlder: boolean
}

/**
 * A list that is read page by page, and again whenever deliveries have changed.
 * @param readPage reads the page behind a cursor; another function is another list
 */
export function usePages<T extends { readonly id: string }>(readPage: ReadPage<T>) {
  const [pages, setPages] = useState<readonly Page<T>[] | null>(null)
  const [isReading, setReading] = useState(false)
  const [isStale, setStale] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** Counts readings: an answer that was overtaken is dropped. */
  const reading = useRef(0)

  const run = useCallback(async (read: () => Promise<readonly Page<T>[]>) => {
    const own = ++reading.current
    setReading(true)
    const [found, cause] = await read().then(
      (all) => [all, null] as const,
      (failure: unknown) => [null, failure] as const,
    )
    if (own !== reading.current) return
    if (found) setPages(found)
    setError(cause)
    setReading(false)
  }, [])
  useEffect(() => {
    setPages(null)
    void run(async () => [await readPage(null)])
    return () => void reading.current++
  }, [run, readPage])

  const reload = useCallback(
    () => run(() => readAgain(readPage, pages?.length ?? 1)),
    [run, readPage, pages],
  )
  useWhenDelivered(async () => setStale(true))
  useEffect(() => {
    // One reading after the other, however fast news come.
    if (!isStale || isReading) return
    setStale(false)
    void reload()
  }, [isStale, isReading, reload])

  const next = pages?.at(-1)?.next ?? null
  const loadOlder = () => {
    if (pages === null || next === null || isReading || error) return
    void run(async () => [...pages, await readPage(next)])
  }
  const entries = useMemo(() => distinct(pages ?? []), [pages])
  const loading = pages === null ? (error ? null : 'first') : isReading && next ? 'older' : null
  const view: PagesView<T> = { entries, loading, error, hasOlder: next !== null }
  return { view, loadOlder, reload }
}

/** As many pages as there were. */
async function readAgain<T>(readPage: ReadPage<T>, count: number): Promise<Page<T>[]> {
  const pages = [await readPage(null)]
  for (let next = pages[0]?.next; next && pages.length < count; next = pages.at(-1)?.next) {
    pages.push(await readPage(next))
  }
  return pages
}

/** What moved to the front between two pages is on the first of them alone. */
function distinct<T extends { readonly id: string }>(pages: readonly Page<T>[]): readonly T[] {
  const all = pages.flatMap(({ entries }) => entries)
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].reverse()
}
