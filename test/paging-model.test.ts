import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** Pages over HTTP while others write: nobody is seen twice, and nobody who stays is missed. */
let it: TestVault
let headers: { authorization: string }
beforeAll(async () => {
  it = await openTestVault()
  headers = { authorization: `Bearer ${await it.platformToken()}` }
})
afterAll(() => it[Symbol.asyncDispose]())

const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
  bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success } } }`
const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`
const remove = `mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }`
const page = `query ($filter: MetaEnvelopeFilterInput, $first: Int, $after: String, $last: Int,
  $before: String) {
  metaEnvelopes(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

interface Page {
  readonly totalCount: number
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

let round = 0
/** A type of this run's own, so that runs don't see each other's records. */
const typeOf = (name: string) => `${name}-${round}`
const input = (ontology: string, n: number) => ({
  ...{ ontology, acl: n % 2 === 0 ? ['*'] : [] },
  payload: { n, text: n % 3 === 0 ? `Hay ${n}` : `a NEEDLE in hay ${n}` },
})

async function create(type: string, numbers: readonly number[]): Promise<string[]> {
  const inputs = numbers.map((n) => input(type, n))
  const { data } = await it.graphql(bulk, { inputs }, headers)
  const { results } = data.bulkCreateMetaEnvelopes as {
    results: { id: string; success: boolean }[]
  }
  expect(results.every(({ success }) => success)).toBe(true)
  return results.map(({ id }) => id)
}

interface Walk {
  readonly forward: boolean
  readonly sizes: readonly number[]
  readonly searched: boolean
  /** Without a token only what is for everyone is seen. */
  readonly anonymous: boolean
}

/** What one run creates at most, three writers with it: a walk of single records ends. */
const mostRecords = 41 + 3 * 200 + 1

/** Every id of one walk, in the order of creation. */
async function walk({ forward, sizes, searched, anonymous }: Walk): Promise<string[]> {
  const search = searched ? { term: 'needle' } : null
  const filter = { ontologyId: typeOf('walked'), search }
  const seen: string[] = []
  let cursor: string | null = null
  for (let turn = 0; turn < mostRecords; turn += 1) {
    const size = sizes[turn % sizes.length] as number
    const range = forward ? { first: size, after: cursor } : { last: size, before: cursor }
    const answer = await it.graphql(page, { filter, ...range }, anonymous ? {} : headers)
    expect(answer.errors).toEqual([])
    const { edges, pageInfo } = answer.data.metaEnvelopes as Page
    expect(edges.length).toBeLessThanOrEqual(size)
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null)
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null)
    seen.splice(forward ? seen.length : 0, 0, ...edges.map(({ node }) => node.id))
    if (!(forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen
    expect(edges.length).toBe(size)
    cursor = forward ? pageInfo.endCursor : pageInfo.startCursor
  }
  throw new Error('the pages never end')
}

const walks = fc.record({
  forward: fc.boolean(),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  searched: fc.boolean(),
  anonymous: fc.boolean(),
})
const write = fc.record({
  kind: fc.constantFrom('create', 'create', 'update', 'remove', 'other'),
  which: fc.nat(),
})

interface Crowd {
  /** Records that stay, with the numbers in them, in the order of creation. */
  readonly staying: readonly (readonly [string, number])[]
  /** Those that are removed one by one. */
  readonly leaving: string[]
  readonly left: Set<string>
  readonly created: string[]
}

/** Writes until the readers are done, and at least what it was given. */
async function disturb(
  crowd: Crowd,
  writes: readonly { kind: string; which: number }[],
  isDone: () => boolean,
): Promise<void> {
  for (let turn = 0; turn < 200 && (turn < writes.length || !isDone()); turn += 1) {
    const { kind, which } = writes[turn % writes.length] as { kind: string; which: number }
    if (kind === 'create') crowd.created.push(...(await create(typeOf('walked'), [which % 12])))
    if (kind === 'other') await create(typeOf('other'), [which % 12])
    if (kind === 'remove') {
      const [id] = crowd.leaving.splice(which % Math.max(1, crowd.leaving.length), 1)
      if (id === undefined) continue
      crowd.left.add(id)
      await it.graphql(remove, { id }, headers)
    }
    if (kind === 'update') {
      const [id, n] = crowd.staying[which % crowd.staying.length] as readonly [string, number]
      // Another content that matches what the one before did.
      const changed = input(typeOf('walked'), n)
      const text = `${changed.payload.text} ${turn}`
      const { data } = await it.graphql(
        update,
        { id, input: { ...changed, payload: { ...changed.payload, text } } },
        headers,
      )
      expect(data.updateMetaEnvelope.errors).toEqual([])
    }
  }
}

test('who stays is seen once in each walk, whatever others write meanwhile', async () => {
  const numbers = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.boolean()), {
    minLength: 5,
    maxLength: 40,
  })
  const readers = fc.array(walks, { minLength: 2, maxLength: 5 })
  const writers = fc.array(fc.array(write, { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 3,
  })
  await fc.assert(fc.asyncProperty(numbers, readers, writers, run), { numRuns: 20 })
}, 60_000)

async function run(
  numbers: readonly (readonly [number, boolean])[],
  readers: readonly Walk[],
  writers: readonly { kind: string; which: number }[][],
): Promise<void> {
  round += 1
  const all = [...numbers, [0, true] as const]
  const ids = await create(
    typeOf('walked'),
    all.map(([n]) => n),
  )
  const everybody = all.map(([n, stays], at) => ({ id: ids[at] as string, n, stays }))
  const crowd: Crowd = {
    staying: everybody.filter(({ stays }) => stays).map(({ id, n }) => [id, n]),
    leaving: everybody.filter(({ stays }) => !stays).map(({ id }) => id),
    ...{ left: new Set<string>(), created: [] },
  }
  let done = false
  const writing = writers.map((writes) => disturb(crowd, writes, () => done))
  const walked = await Promise.all(readers.map(walk)).finally(() => {
    done = true
  })
  await Promise.all(writing)
  for (const [at, seen] of walked.entries()) check(seen, readers[at] as Walk, everybody, crowd)
  // When it is quiet again, both ways give the same.
  const quiet = { sizes: [7], searched: false, anonymous: false }
  const forward = await walk({ ...quiet, forward: true })
  expect(await walk({ ...quiet, forward: false })).toEqual(forward)
  const remaining = everybody.filter(({ id }) => !crowd.left.has(id)).map(({ id }) => id)
  expect(forward.slice(0, remaining.length)).toEqual(remaining)
  expect(forward.slice(remaining.length).sort()).toEqual([...crowd.created].sort())
  const counted = await it.graphql(page, { filter: { ontologyId: typeOf('walked') } }, headers)
  expect(counted.data.metaEnvelopes.totalCount).toBe(forward.length)
}

function check(
  seen: readonly string[],
  { searched, anonymous }: Walk,
  everybody: readonly { id: string; n: number; stays: boolean }[],
  { created }: Crowd,
): void {
  expect(new Set(seen).size).toBe(seen.length)
  const visible = everybody
    .filter(({ n }) => !searched || n % 3 !== 0)
    .filter(({ n }) => !anonymous || n % 2 === 0)
  const stayed = visible.filter(({ stays }) => stays).map(({ id }) => id)
  expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed)
  // What is seen beside them was there before and left, or came later: then it is at the end.
  const known = visible.map(({ id }) => id)
  const before = seen.filter((id) => known.includes(id))
  expect(before).toEqual(known.filter((id) => before.includes(id)))
  const later = seen.slice(before.length)
  expect(later.filter((id) => !created.includes(id))).toEqual([])
}
