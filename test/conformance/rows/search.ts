import { expect } from 'vitest'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

interface Search {
  readonly term: string
  readonly mode?: 'CONTAINS' | 'STARTS_WITH' | 'EXACT'
  readonly caseSensitive?: boolean
  readonly fields?: readonly string[]
}

const query = `query ($type: ID, $search: MetaEnvelopeSearchInput) {
  metaEnvelopes(filter: { ontologyId: $type, search: $search }, first: 100) {
    totalCount edges { node { parsed } }
  }
}`

/** The payloads that are found, as positions in `payloads`. */
async function found(
  vault: VaultUnderTest,
  payloads: readonly object[],
  searches: readonly Search[],
) {
  const ontology = vault.newOntology()
  for (const [at, payload] of payloads.entries()) {
    await vault.create({ at, ...payload }, { ontology })
  }
  const results: number[][] = []
  for (const search of searches) {
    const { totalCount, edges } = (await vault.ask(query, { type: ontology, search })).metaEnvelopes
    expect(totalCount).toBe(edges.length)
    results.push(edges.map(({ node }: Any) => node.parsed.at))
  }
  return results
}

/** Records, and which of them each search finds. */
const searchRow = (
  row: Pick<Row, 'quote' | 'name'>,
  payloads: readonly object[],
  expected: readonly (readonly [Search, readonly number[]])[],
): Row => ({
  ...{ source: 'eVault seed', section: 'metaEnvelopes, Filter Options' },
  ...row,
  needs: ['token', 'open'],
  async run(vault) {
    const searches = expected.map(([search]) => search)
    const results = await found(vault, payloads, searches)
    const shown = searches.map((search, n) => [JSON.stringify(search), results[n]])
    expect(shown).toEqual(expected.map(([search, ids]) => [JSON.stringify(search), ids]))
  },
})

const modes = 'CONTAINS, STARTS_WITH, or EXACT (default: CONTAINS)'
const term = 'Search term to match against envelope values'

export const search: Topic = {
  topic: 'search',
  rows: [
    searchRow(
      { quote: modes, name: 'CONTAINS finds the term anywhere, and is the default' },
      [{ c: 'say hello now' }, { c: 'hello' }, { c: 'hell' }, { c: 'othello' }],
      [
        [{ term: 'hello' }, [0, 1, 3]],
        [{ term: 'hello', mode: 'CONTAINS' }, [0, 1, 3]],
        [{ term: 'hello n', mode: 'CONTAINS' }, [0]],
      ],
    ),
    searchRow(
      { quote: modes, name: 'STARTS_WITH finds it at the beginning of a value only' },
      [{ c: 'say hello' }, { c: 'hello you' }, { c: ['x', 'hello'] }, { c: '\nhello' }],
      [[{ term: 'hello', mode: 'STARTS_WITH' }, [1, 2]]],
    ),
    searchRow(
      { quote: modes, name: 'EXACT finds whole values only' },
      [{ c: 'hello' }, { c: 'hello ' }, { c: 'Hello' }, { c: { d: ['hello'] } }],
      [[{ term: 'hello', mode: 'EXACT' }, [0, 2, 3]]],
    ),
    searchRow(
      {
        quote: 'Whether search is case-sensitive (default: false)',
        name: 'case makes no difference, unless it is asked for, in every mode',
      },
      [{ c: 'Hello World' }, { c: 'hello world' }, { c: 'HELLO WORLD' }],
      [
        [{ term: 'hELLO' }, [0, 1, 2]],
        [{ term: 'Hello', caseSensitive: true }, [0]],
        [{ term: 'World', caseSensitive: true }, [0]],
        [{ term: 'HELLO', mode: 'STARTS_WITH', caseSensitive: true }, [2]],
        [{ term: 'hello world', mode: 'EXACT', caseSensitive: true }, [1]],
        [{ term: 'hello World', mode: 'EXACT', caseSensitive: true }, []],
      ],
    ),
    searchRow(
      { quote: 'Whether search is case-sensitive (default: false)', name: 'also beyond ASCII' },
      [{ c: 'GRÜẞE ÄÖ' }, { c: 'Привет МИР' }, { c: 'Élan' }],
      [
        [{ term: 'äö' }, [0]],
        [{ term: 'мир' }, [1]],
        [{ term: 'ÉLAN' }, [2]],
        [{ term: 'привет', caseSensitive: true }, []],
      ],
    ),
    searchRow(
      {
        quote: 'Specific field names to search within (optional)',
        name: 'fields limits the search to those fields of the payload',
      },
      [{ title: 'x', body: 'hello' }, { title: 'hello', body: 'x' }, { other: { title: 'hello' } }],
      [
        [{ term: 'hello', fields: ['title'] }, [1]],
        [{ term: 'hello', fields: ['title', 'body'] }, [0, 1]],
        [{ term: 'hello', fields: ['other'] }, [2]],
        [{ term: 'hello', fields: ['nothing'] }, []],
        [{ term: 'HELLO', fields: ['body'], mode: 'EXACT' }, [0]],
        [{ term: 'HELLO', fields: ['body'], caseSensitive: true }, []],
      ],
    ),
    searchRow(
      { quote: term, name: '% _ \\ " and other signs are plain characters' },
      [
        { c: '100 % sure' },
        { c: '100 x sure' },
        { c: 'a_b' },
        { c: 'axb' },
        { c: 'back\\slash' },
        { c: 'say "hi"' },
        { c: "it's; DROP TABLE" },
        { c: '(a.*)[b]{1,2}^$|?+' },
      ],
      [
        [{ term: '%' }, [0]],
        [{ term: '0 % s' }, [0]],
        [{ term: 'a_b' }, [2]],
        [{ term: '\\' }, [4]],
        [{ term: 'k\\s', caseSensitive: true }, [4]],
        [{ term: '"hi"' }, [5]],
        [{ term: "it's; DROP" }, [6]],
        [{ term: '.*' }, [7]],
        [{ term: '(a.*)[b]{1,2}^$|?+', mode: 'EXACT', caseSensitive: true, fields: ['c'] }, [7]],
        [{ term: '100 %', mode: 'STARTS_WITH' }, [0]],
        [{ term: '_', caseSensitive: true }, [2]],
      ],
    ),
    searchRow(
      { quote: term, name: 'numbers and booleans are searched as they are written' },
      [{ c: 4217 }, { c: 3.5 }, { c: true }, { c: { deep: [90817] } }, { c: 'x' }],
      [
        [{ term: '4217', mode: 'EXACT' }, [0]],
        [{ term: '421', fields: ['c'] }, [0]],
        [{ term: '3.5', fields: ['c'] }, [1]],
        [{ term: '90817' }, [3]],
        [{ term: 'true', mode: 'EXACT' }, [2]],
      ],
    ),
    searchRow(
      { quote: term, name: 'elements of lists and values deep inside are searched one by one' },
      [{ c: ['alpha', 'beta'] }, { c: [{ d: { e: 'gamma' } }] }, { c: 'alphabeta' }],
      [
        [{ term: 'beta', mode: 'EXACT' }, [0]],
        [{ term: 'gamma', mode: 'EXACT' }, [1]],
        [{ term: 'alpha', mode: 'STARTS_WITH' }, [0, 2]],
        [{ term: 'alpha","beta' }, []],
        [{ term: 'alphabeta' }, [2]],
      ],
    ),
    searchRow(
      { quote: term, name: 'names of fields, at any depth, are not searched' },
      [{ needle: 'x' }, { c: { needle: 'x' } }, { c: 'needle' }],
      [
        [{ term: 'needle' }, [2]],
        [{ term: '{' }, []],
        [{ term: ':' }, []],
      ],
    ),
    searchRow(
      { quote: term, name: 'short terms, one of a single character too' },
      [{ c: 'zq' }, { c: 'q' }, { c: 'w' }],
      [
        [{ term: 'q' }, [0, 1]],
        [{ term: 'zq' }, [0]],
      ],
    ),
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Filter Options',
      quote: term,
      name: 'an update changes what a record is found by, a deletion ends it',
      needs: ['token', 'open'],
      async run(vault) {
        const { id, ontology } = await vault.create({ c: 'before' })
        const count = async (text: string) =>
          (await vault.ask(query, { type: ontology, search: { term: text } })).metaEnvelopes
            .totalCount
        expect([await count('before'), await count('after')]).toEqual([1, 0])
        const update = `mutation { updateMetaEnvelope(id: "${id}", input: {
          ontology: "${ontology}", payload: { c: "after" }, acl: [] }) { errors { code } } }`
        await vault.ask(update)
        expect([await count('before'), await count('after')]).toEqual([0, 1])
        await vault.ask(`mutation { removeMetaEnvelope(id: "${id}") { success } }`)
        expect(await count('after')).toBe(0)
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes',
      quote: 'cursor-based pagination and optional filtering',
      name: 'a search is paged like any list, and counts what it finds',
      needs: ['token', 'open'],
      async run(vault) {
        const ontology = vault.newOntology()
        for (let n = 0; n < 6; n += 1) {
          await vault.create({ n, c: n % 2 === 0 ? 'even' : 'odd' }, { ontology })
        }
        const page = `query ($after: String) { metaEnvelopes(first: 2, after: $after, filter: {
          ontologyId: "${ontology}", search: { term: "even", mode: EXACT } }) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { parsed } } } }`
        const first = (await vault.ask(page)).metaEnvelopes
        expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
        const { edges, pageInfo } = (await vault.ask(page, { after: first.pageInfo.endCursor }))
          .metaEnvelopes
        expect(edges.map(({ node }: Any) => node.parsed.n)).toEqual([4])
        expect(pageInfo.hasNextPage).toBe(false)
      },
    },
  ],
}
