import DataLoader from 'dataloader'

/** The most questions that become one statement. */
const most = 64

/**
 * Answers questions that are asked in the same turn of the event loop together: the database has
 * one thread, and one statement for sixteen readers costs little more than one for one.
 * @param alike questions with the same text here can be asked together
 * @param run answers them, in their order; an Error fails the one it stands for
 */
export function gather<K, Q, A>(
  alike: (key: K) => string,
  run: (key: K, questions: readonly Q[]) => Promise<readonly (A | Error)[]>,
): (key: K, question: Q) => Promise<A> {
  interface Asked {
    readonly key: K
    readonly question: Q
  }
  async function answer(asked: readonly Asked[]): Promise<(A | Error)[]> {
    const answers: (A | Error)[] = new Array(asked.length)
    for (const { key, places } of grouped(asked)) {
      try {
        const found = await run(
          key,
          places.map((place) => (asked[place] as Asked).question),
        )
        for (const [at, place] of places.entries()) answers[place] = found[at] as A | Error
      } catch (error) {
        for (const place of places) answers[place] = error as Error
      }
    }
    return answers
  }
  function grouped(asked: readonly Asked[]) {
    const groups = new Map<string, { key: K; places: number[] }>()
    for (const [place, { key }] of asked.entries()) {
      const name = alike(key)
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { key, places: [place] })
      else group.places.push(place)
    }
    return groups.values()
  }
  const loader = new DataLoader<Asked, A>(answer, {
    cache: false,
    maxBatchSize: most,
    batchScheduleFn: (callback) => setImmediate(callback),
  })
  return (key, question) => loader.load({ key, question })
}
