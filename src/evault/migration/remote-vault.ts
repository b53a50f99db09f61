import { z } from 'zod'
import type { BindingDocument } from '../bindings/types.ts'
import type { MovedRecord } from './record-hash.ts'
import { type RemoteGraphQL, refusal, refusalOf, understood } from './remote-graphql.ts'
import { RemoteError, type RemoteHttp } from './remote-http.ts'

/** A page of records, and where the next one begins; null on the last. */
export interface RecordPage {
  readonly records: readonly MovedRecord[]
  readonly next: string | null
}

/** What became of a record that was sent. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** The records of the other vault. Every method throws a RemoteError. */
export interface RemoteVault {
  /** Whether it shows us ACLs; false of a vault that is not asked by its owner. */
  showsAcl(): Promise<boolean>
  /** How many records we may read there; null where it does not say. */
  count(ontology: string | null): Promise<number | null>
  page(after: string | null): Promise<RecordPage>
  /** Those of these records that are there. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, MovedRecord>>
  /**
   * Creates records under their ids; awareness is to stay quiet.
   * @throws RemoteError `TOO_LARGE` where these are too many at once
   */
  create(records: readonly MovedRecord[]): Promise<ReadonlyMap<string, Sent>>
  /** Replaces a record. */
  replace(record: MovedRecord): Promise<Sent>
  /** Deletes a record; one that is not there counts as deleted. */
  remove(id: string): Promise<Sent>
  /** Makes a binding document by its own call. @returns its id there */
  createBinding(document: Omit<BindingDocument, 'id' | 'position'>): Promise<MadeBinding>
}

export interface MadeBinding {
  readonly id: string
  /** Signers whose signatures it did not take, or keeps for its owner’s approval. */
  readonly withoutSigners: readonly string[]
}

const firstPage = 50
const mostAtOnce = 20

const recordFields = 'id ontology parsed'
const record = z.object({ id: z.string(), ontology: z.string(), parsed: z.unknown() })
const connection = z.object({
  metaEnvelopes: z.object({
    edges: z.array(z.object({ cursor: z.string(), node: record })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
})
const counted = z.object({ metaEnvelopes: z.object({ totalCount: z.int().nullish() }) })
const problems = z
  .array(z.looseObject({ message: z.string(), code: z.string().nullish() }))
  .nullish()
const bulkAnswer = z.object({
  bulkCreateMetaEnvelopes: z.object({
    results: z.array(
      z.object({ id: z.string(), success: z.boolean(), error: z.string().nullish() }),
    ),
    errors: problems,
  }),
})
const replaced = z.object({ updateMetaEnvelope: z.object({ errors: problems }) })
const removed = z.object({
  removeMetaEnvelope: z.object({ success: z.boolean(), errors: problems }),
})
const madeBinding = z.object({
  createBindingDocument: z.object({ metaEnvelopeId: z.string().nullish(), errors: problems }),
})
const signedBinding = z.object({ createBindingDocumentSignature: z.object({ errors: problems }) })
const moreRecords = z.object({
  records: z.array(
    z.object({
      id: z.string(),
      ontology: z.string(),
      payload: z.unknown(),
      acl: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
})

const bulkCreate = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
  bulkCreateMetaEnvelopes(inputs: $inputs, skipWebhooks: true) {
    results { id success error } errors { message code } } }`
const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { errors { message code } } }`
const remove = `mutation ($id: ID!) {
  removeMetaEnvelope(id: $id) { success errors { message code } } }`
const pageOf = `query ($first: Int, $after: String) {
  metaEnvelopes(first: $first, after: $after) {
    edges { cursor node { ${recordFields} } } pageInfo { hasNextPage endCursor } } }`
const countOf = `query ($filter: MetaEnvelopeFilterInput) {
  metaEnvelopes(filter: $filter, first: 1) { totalCount } }`
const makeBinding = `mutation ($input: CreateBindingDocumentInput!) {
  createBindingDocument(input: $input) { metaEnvelopeId errors { message code } } }`
const signBinding = `mutation ($input: CreateBindingDocumentSignatureInput!) {
  createBindingDocumentSignature(input: $input) { errors { message code } } }`

/** @param helps whether the other vault shows its owner the ACLs (`/migration/records`) */
export function createRemoteVault(
  http: RemoteHttp,
  graphql: RemoteGraphQL,
  helps: boolean,
): RemoteVault {
  let pageSize = firstPage

  /** With ACLs, from a vault that knows how to move. */
  async function more(wanted: { after?: string | null; ids?: readonly string[] }) {
    const { status, json } = await graphql.call({
      method: 'POST',
      path: '/migration/records',
      body: JSON.stringify(wanted),
    })
    if (status !== 200) throw refusalOf(http, json, status)
    return understood(http, moreRecords, json)
  }

  async function plainPage(after: string | null): Promise<RecordPage> {
    const { edges, pageInfo } = understood(
      http,
      connection,
      await graphql.ask(pageOf, { first: pageSize, after }),
    ).metaEnvelopes
    const last = edges.at(-1)
    const end = pageInfo.endCursor ?? last?.cursor ?? null
    if (pageInfo.hasNextPage && (last === undefined || end === after)) {
      throw new RemoteError('BAD_ANSWER', `${http.host} shows the same page again and again`)
    }
    return {
      records: edges.map(({ node }) => asRecord(node)),
      next: pageInfo.hasNextPage ? end : null,
    }
  }

  async function plainByIds(ids: readonly string[]): Promise<Map<string, MovedRecord>> {
    const names = ids.map((_, at) => `$i${at}: ID!`).join(', ')
    const fields = ids.map((_, at) => `r${at}: metaEnvelope(id: $i${at}) { ${recordFields} }`)
    const variables = Object.fromEntries(ids.map((id, at) => [`i${at}`, id]))
    const data = await graphql.ask(`query (${names}) { ${fields.join(' ')} }`, variables)
    const found = Object.values(data).filter((one) => one != null)
    const records = understood(http, z.array(record), found).map(asRecord)
    return new Map(records.map((one) => [one.id, one]))
  }

  return {
    async showsAcl() {
      const wanted = { method: 'POST', path: '/migration/records', body: '{"ids":[]}' } as const
      return (await graphql.call(wanted)).status === 200
    },

    async count(ontology) {
      const filter = ontology === null ? {} : { filter: { ontologyId: ontology } }
      const data = await graphql.ask(countOf, filter)
      return understood(http, counted, data).metaEnvelopes.totalCount ?? null
    },

    async page(after) {
      if (helps) return more({ after })
      for (;;) {
        try {
          return await plainPage(after)
        } catch (error) {
          if (!isTooLarge(error) || pageSize === 1) throw error
          pageSize = Math.max(1, Math.floor(pageSize / 4))
        }
      }
    },

    async byIds(ids) {
      const found = new Map<string, MovedRecord>()
      for (let at = 0; at < ids.length; at += mostAtOnce) {
        const some = ids.slice(at, at + mostAtOnce)
        for (const one of await inParts(some, helps ? fullByIds : plainByIds)) {
          // An answer about another record than the one that was asked for is none.
          if (some.includes(one.id)) found.set(one.id, one)
        }
      }
      return found

      async function fullByIds(some: readonly string[]) {
        const { records } = await more({ ids: some })
        return new Map(records.map((one) => [one.id, one]))
      }
    },

    async create(records) {
      const inputs = records.map(({ id, ontology, payload, acl }) => ({
        ...{ id, ontology, payload, acl: acl ?? [] },
      }))
      const data = await graphql.ask(bulkCreate, { inputs })
      const { results, errors } = understood(http, bulkAnswer, data).bulkCreateMetaEnvelopes
      const [problem] = errors ?? []
      if (problem !== undefined && results.length === 0) throw refusal(http, problem.message)
      return new Map(
        records.map(({ id }, at): [string, Sent] => {
          const result = results[at]
          // One that was made under another id is of no use, and is found when ids are compared.
          if (result?.success === true && result.id === id) return [id, { ok: true }]
          const said = result?.success === true ? 'It gave the record another id.' : result?.error
          return [id, { ok: false, reason: said ?? 'It said nothing about this record.' }]
        }),
      )
    },

    async replace({ id, ontology, payload, acl }) {
      const data = await graphql.ask(update, { id, input: { ontology, payload, acl: acl ?? [] } })
      return sent(understood(http, replaced, data).updateMetaEnvelope.errors)
    },

    async remove(id) {
      const { errors, success } = understood(
        http,
        removed,
        await graphql.ask(remove, { id }),
      ).removeMetaEnvelope
      if (success || errors?.[0]?.code === 'NOT_FOUND') return { ok: true }
      return sent(errors)
    },

    async createBinding({ subject, type, data, signatures }) {
      const [first, ...others] = signatures
      if (first === undefined) throw refusal(http, 'no signature')
      const input = { subject, type, data, ownerSignature: { ...first } }
      const { metaEnvelopeId, errors } = understood(
        http,
        madeBinding,
        await graphql.ask(makeBinding, { input }),
      ).createBindingDocument
      if (metaEnvelopeId == null) throw refusal(http, errors?.[0]?.message ?? 'nothing')
      const withoutSigners: string[] = []
      for (const signature of others) {
        const more = { bindingDocumentId: metaEnvelopeId, signature: { ...signature } }
        const added = understood(
          http,
          signedBinding,
          await graphql.ask(signBinding, { input: more }),
        )
        const isUnder = (added.createBindingDocumentSignature.errors?.length ?? 0) === 0
        if (!isUnder) withoutSigners.push(signature.signer)
      }
      return { id: metaEnvelopeId, withoutSigners }
    },
  }
}

function asRecord({ id, ontology, parsed }: z.infer<typeof record>): MovedRecord {
  return { id, ontology, payload: parsed ?? {}, acl: null }
}

function sent(errors: z.infer<typeof problems>): Sent {
  const [problem] = errors ?? []
  return problem === undefined ? { ok: true } : { ok: false, reason: problem.message }
}

/** Asks for fewer at once until the answer is not too large. */
async function inParts(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, MovedRecord>>,
): Promise<MovedRecord[]> {
  try {
    return [...(await ask(ids)).values()]
  } catch (error) {
    if (!isTooLarge(error) || ids.length === 1) throw error
    const half = Math.ceil(ids.length / 2)
    return [...(await inParts(ids.slice(0, half), ask)), ...(await inParts(ids.slice(half), ask))]
  }
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof RemoteError && error.code === 'TOO_LARGE'
}
