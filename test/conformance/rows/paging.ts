import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const list = `query ($type: ID, $first: Int, $after: String, $last: Int, $before: String) {
  metaEnvelopes(filter: { ontologyId: $type }, first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { parsed } }
  }
}`

interface Page {
  readonly ns: readonly number[]
  readonly cursors: readonly string[]
  readonly next: boolean
  readonly previous: boolean
  readonly start: string
  readonly end: string
}

/** So many records of a new type, numbered in the order of creation. */
async function numbered(vault: VaultUnderTest, count: number): Promise<string> {
  const type = vault.newOntology()
  const inputs = Array.from({ length: count }, (_, n) => ({
    ontology: type,
    payload: { n },
    acl: ['*'],
  }))
  const create = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`
  expect((await vault.ask(create, { inputs })).bulkCreateMetaEnvelopes.successCount).toBe(count)
  return type
}

async function pageOf(vault: VaultUnderTest, variables: object): Promise<Page> {
  const { edges, pageInfo } = (await vault.ask(list, variables)).metaEnvelopes
  const cursors = edges.map(({ cursor }: Any) => cursor)
  expect(pageInfo.startCursor).toBe(cursors[0] ?? null)
  expect(pageInfo.endCursor).toBe(cursors.at(-1) ?? null)
  return {
    ns: edges.map(({ node }: Any) => node.parsed.n),
    cursors,
    next: pageInfo.hasNextPage,
    previous: pageInfo.hasPreviousPage,
    start: pageInfo.startCursor,
    end: pageInfo.endCursor,
  }
}

async function expectRefused(vault: VaultUnderTest, variables: object): Promise<void> {
  const { data, errors } = await vault.graphql(list, variables, vault.platform)
  expect(data?.metaEnvelopes ?? null).toBeNull()
  expect(errors).toHaveLength(1)
  expect(errors[0]?.extensions?.code).toMatch(/^[A-Z_]+$/)
  expect(errors[0]?.extensions?.code).not.toBe('INTERNAL_SERVER_ERROR')
}

const forward = 'first / after: Forward pagination'
const backward = 'last / before: Backward pagination'

export const paging: Topic = {
  topic: 'paging',
  rows: [
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Pagination',
      quote: forward,
      name: 'first/after walks forward to the end, each record once',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 5)
        const one = await pageOf(vault, { type, first: 2 })
        expect(one).toMatchObject({ ns: [0, 1], next: true, previous: false })
        const two = await pageOf(vault, { type, first: 2, after: one.end })
        expect(two).toMatchObject({ ns: [2, 3], next: true, previous: true })
        const three = await pageOf(vault, { type, first: 2, after: two.end })
        expect(three).toMatchObject({ ns: [4], next: false, previous: true })
        const none = await pageOf(vault, { type, first: 2, after: three.end })
        expect(none).toMatchObject({ ns: [], next: false, previous: true, start: null, end: null })
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Pagination',
      quote: backward,
      name: 'last/before walks back to the beginning, each page in the order of creation',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 5)
        const one = await pageOf(vault, { type, last: 2 })
        expect(one).toMatchObject({ ns: [3, 4], next: false, previous: true })
        const two = await pageOf(vault, { type, last: 2, before: one.start })
        expect(two).toMatchObject({ ns: [1, 2], next: true, previous: true })
        const three = await pageOf(vault, { type, last: 2, before: two.start })
        expect(three).toMatchObject({ ns: [0], next: true, previous: false })
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Pagination',
      quote: forward,
      name: 'the cursor of any edge works, also from the middle of a page',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 4)
        const { cursors } = await pageOf(vault, { type })
        expect(new Set(cursors).size).toBe(4)
        expect((await pageOf(vault, { type, first: 9, after: cursors[1] })).ns).toEqual([2, 3])
        expect((await pageOf(vault, { type, last: 9, before: cursors[1] })).ns).toEqual([0])
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Pagination',
      quote: forward,
      name: 'a cursor holds its place when its record is deleted and others are created',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 4)
        const { end } = await pageOf(vault, { type, first: 2 })
        const ids = `{ metaEnvelopes(filter: { ontologyId: "${type}" }) { edges { node { id } } } }`
        const { edges } = (await vault.ask(ids)).metaEnvelopes
        await vault.ask(`mutation { removeMetaEnvelope(id: "${edges[1].node.id}") { success } }`)
        await vault.create({ n: 4 }, { ontology: type })
        expect((await pageOf(vault, { type, first: 9, after: end })).ns).toEqual([2, 3, 4])
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'Mixing `first`/`after` with `last`/`before` is an error.',
      name: 'every mix of the two directions is an error with a code',
      needs: ['token'],
      async run(vault) {
        const { end } = await pageOf(vault, { type: await numbered(vault, 1) })
        await expectRefused(vault, { first: 1, last: 1 })
        await expectRefused(vault, { first: 1, before: end })
        await expectRefused(vault, { last: 1, after: end })
        await expectRefused(vault, { after: end, before: end })
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'Default page 20 unless said otherwise.',
      name: 'without a size a page has 20 records, forward and backward',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 23)
        const { ns, end, next } = await pageOf(vault, { type })
        expect([ns.length, ns[0], next]).toEqual([20, 0, true])
        expect((await pageOf(vault, { type, after: end })).ns).toEqual([20, 21, 22])
        const { start } = await pageOf(vault, { type, last: 1 })
        expect((await pageOf(vault, { type, before: start })).ns).toHaveLength(20)
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote: 'Default page 20 unless said otherwise.',
      name: 'a page has 100 records at most',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 105)
        expect((await pageOf(vault, { type, first: 100 })).ns).toHaveLength(100)
        expect((await pageOf(vault, { type, last: 100 })).ns).toHaveLength(100)
        for (const size of [{ first: 101 }, { last: 1000 }, { first: 2 ** 31 - 1 }]) {
          const { data, errors } = await vault.graphql(list, { type, ...size }, vault.platform)
          const { edges } = data?.metaEnvelopes ?? { edges: [] }
          expect(edges.length).toBeLessThanOrEqual(100)
          expect(edges.length === 100 || errors.length === 1).toBe(true)
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes, Pagination',
      quote: forward,
      name: 'a negative size and a cursor that is none are errors with a code',
      needs: ['token'],
      async run(vault) {
        await expectRefused(vault, { first: -1 })
        await expectRefused(vault, { last: -5 })
        for (const cursor of ['cursor-string', '', '0', 'AAAA', "' OR 1=1 --"]) {
          await expectRefused(vault, { after: cursor })
          await expectRefused(vault, { before: cursor })
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'metaEnvelopes',
      quote: 'totalCount',
      name: 'totalCount counts all that is found, whatever the page',
      needs: ['token'],
      async run(vault) {
        const type = await numbered(vault, 7)
        for (const page of [{}, { first: 1 }, { last: 3 }]) {
          expect((await vault.ask(list, { type, ...page })).metaEnvelopes.totalCount).toBe(7)
        }
      },
    },
  ],
}
