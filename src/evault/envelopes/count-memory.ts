import type { ChangeFeed } from './changes.ts'

const most = 500

/** Numbers that cost a look at many records, each remembered until its vault changes. */
export function createCountMemory(feed: Pick<ChangeFeed, 'revision'>) {
  const known = new Map<string, { readonly revision: number; readonly count: Promise<number> }>()
  return {
    /** @param question what is counted, within this vault */
    remember(ename: string, question: string, count: () => Promise<number>): Promise<number> {
      const key = `${ename} ${question}`
      const revision = feed.revision(ename)
      const found = known.get(key)
      if (found?.revision === revision) return found.count
      const counting = count()
      // The oldest question is the first: a Map keeps the order of insertion.
      const [oldest] = known.keys()
      known.delete(known.size >= most && oldest !== undefined ? oldest : key)
      known.set(key, { revision, count: counting })
      counting.catch(() => known.delete(key))
      return counting
    },
  }
}
