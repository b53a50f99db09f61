import { z } from 'zod'
import type { Payload } from '../mapping/types.ts'
import { recordHash } from './record-hash.ts'
import { fieldOf, notUnderstood, refusal, understood, type VaultAnswer } from './refusals.ts'
import type { RecordDraft, VaultClient, VaultRecord } from './types.ts'
import type { VaultCalls } from './vault-calls.ts'
import { VaultError } from './vault-error.ts'

/** The next is tried where a page is larger than an answer may be. */
const pageSizes = [100, 10, 1]
const takenWords = 'A record with this id exists.'

const problems = 'errors { field message code }'
const readOne = 'query ($id: ID!) { metaEnvelope(id: $id) { id ontology parsed } }'
const listSome = `query ($ontology: ID!, $first: Int!, $after: String) {
  metaEnvelopes(filter: { ontologyId: $ontology }, first: $first, after: $after) {
    edges { node { id ontology parsed } } pageInfo { hasNextPage endCursor } } }`
const createOne = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
  bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success error } ${problems} } }`
const updateOne = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { id } ${problems} } }`
const removeOne = `mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success ${problems} } }`

/** Taken as it is: a copy would leave out a member named `__proto__`, and have another hash. */
const payloadShape = z.custom<Payload>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)
const recordShape = z.object({ id: z.string(), ontology: z.string(), payload: payloadShape })
const pageShape = z.object({
  edges: z.array(z.object({ node: z.unknown() })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
})
const bulkShape = z.object({
  results: z.array(z.object({ success: z.boolean(), error: z.string().nullish() })).length(1),
})
const updatedShape = z.object({ metaEnvelope: z.object({ id: z.string() }) })
const removedShape = z.object({ success: z.boolean() })

type Records = Pick<VaultClient, 'read' | 'list' | 'create' | 'update' | 'remove'>

/** The part of a client that has to do with records. */
export function createVaultRecords(calls: VaultCalls): Records {
  async function read(ename: string, id: string): Promise<VaultRecord | null> {
    const call = graphql(readOne, { id })
    return whereMissing(null, () =>
      calls.ask(ename, call, (answer) => {
        const found = fieldOf(answer, 'metaEnvelope')
        if (found == null) return null
        const record = readRecord(found)
        if (record === null) throw notUnderstood(answer)
        return record
      }),
    )
  }

  async function create(ename: string, { id, ontology, payload, acl }: RecordDraft) {
    const call = graphql(createOne, { inputs: [{ id, ontology, payload, acl }] })
    const failure = await calls.ask(ename, call, creationFailure)
    if (failure === null) return 'created'
    if (failure === 'taken') return 'exists'
    // Vaults differ in how they say that the id is there already; whether it is, they all tell.
    const found = await read(ename, id).catch(() => null)
    if (found !== null) return 'exists'
    throw failure
  }

  return {
    read,
    list: (ename, ontology) => listAll(calls, ename, ontology),
    create,
    update: (ename, { id, ontology, payload, acl }, ifHash) => {
      const call = graphql(updateOne, { id, input: { ontology, payload, acl } }, ifHash)
      const update = calls.ask(ename, call, (answer): 'updated' => {
        understood(answer, updatedShape, fieldOf(answer, 'updateMetaEnvelope'))
        return 'updated'
      })
      return update.catch((error: unknown) => {
        if (isOf(error, 'CHANGED_MEANWHILE') || isOf(error, 'NOT_FOUND')) return 'changed'
        throw error
      })
    },
    remove: (ename, id) =>
      whereMissing(undefined, () =>
        calls.ask(ename, graphql(removeOne, { id }), (answer) => {
          const { success } = understood(
            answer,
            removedShape,
            fieldOf(answer, 'removeMetaEnvelope'),
          )
          if (!success) throw refusal(answer, 'DELETE_FAILED')
        }),
      ),
  }
}

function graphql(query: string, variables: object, ifHash?: string) {
  return {
    method: 'POST',
    path: '/graphql',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(ifHash !== undefined && { 'x-evault-if-hash': ifHash }),
    },
    body: JSON.stringify({ query, variables }),
  } as const
}

/** A record out of an answer; null where its payload is no object. */
function readRecord(node: unknown): VaultRecord | null {
  const { parsed, ...rest } = z.looseObject({}).catch({}).parse(node)
  const { data } = recordShape.safeParse({ ...rest, payload: parsed })
  return data === undefined ? null : { ...data, hash: recordHash(data) }
}

/** Pages of the same vault are never the same: one that leads to itself would have no end. */
async function* listAll(
  calls: VaultCalls,
  ename: string,
  ontology: string,
): AsyncGenerator<VaultRecord> {
  let after: string | null = null
  for (;;) {
    const page: Page = await pageAfter(calls, { ename, ontology, after })
    // What has no payload of an object is of no use to a mapping.
    yield* page.records
    if (page.next === null) return
    after = page.next
  }
}

interface Page {
  readonly records: readonly VaultRecord[]
  /** Where the next begins; null where there is none. */
  readonly next: string | null
}

async function pageAfter(
  calls: VaultCalls,
  { ename, ...wanted }: { ename: string; ontology: string; after: string | null },
): Promise<Page> {
  for (const first of pageSizes) {
    try {
      const call = graphql(listSome, { ...wanted, first })
      return await calls.ask(ename, call, (answer) => readPage(answer, wanted.after))
    } catch (error) {
      if (!isOf(error, 'TOO_LARGE') || first === pageSizes.at(-1)) throw error
    }
  }
  throw new TypeError('There are no page sizes')
}

function readPage(answer: VaultAnswer, after: string | null): Page {
  const page = understood(answer, pageShape, fieldOf(answer, 'metaEnvelopes'))
  const { hasNextPage, endCursor } = page.pageInfo
  const next = hasNextPage ? (endCursor ?? null) : null
  if (hasNextPage && (next === null || next === after)) throw notUnderstood(answer)
  const records = page.edges.flatMap(({ node }) => readRecord(node) ?? [])
  return { records, next }
}

/** Why a record was not created: null when it was, `taken` when there is one of this id. */
function creationFailure(answer: VaultAnswer): null | 'taken' | VaultError {
  const created = fieldOf(answer, 'bulkCreateMetaEnvelopes')
  const [result] = understood(answer, bulkShape, created).results
  if (result?.success) return null
  const words = result?.error ?? ''
  return words === takenWords ? 'taken' : refusal(answer, codeIn(words), words)
}

/** The results of a bulk have words, but no codes of their own. */
function codeIn(words: string): string {
  const [code] = /\b[A-Z]{3,}(?:_[A-Z]+)+\b/.exec(words) ?? []
  if (code !== undefined) return code
  return /\bonly who may\b|not allowed|forbidden/i.test(words) ? 'FORBIDDEN' : 'CREATE_FAILED'
}

async function whereMissing<T>(answer: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isOf(error, 'NOT_FOUND')) return answer
    throw error
  }
}

function isOf(error: unknown, code: string): boolean {
  return error instanceof VaultError && error.code === code
}
