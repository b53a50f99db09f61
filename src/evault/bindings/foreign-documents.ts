import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fetchBoundedJson } from '../../registry/bounded-fetch.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { signJwt } from '../../w3id/jwt.ts'
import type { JsonObject } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import { atVault } from '../recovery/other-vaults.ts'
import { readBindingDocument, signedBytes } from './prepare.ts'
import { type BindingDocument, type BindingSignature, bindingOntology } from './types.ts'

/** What another vault did with a signature. */
export interface Delivery {
  readonly state: 'delivered' | 'waits' | 'refused' | 'undelivered'
  readonly reason: string | null
}

/** Binding documents in the vaults of others, where the owner is a guest. */
export interface ForeignDocuments {
  /**
   * A document as the other vault shows it; what it says is not verified.
   * @throws RequestError `NOT_FOUND`, `UNAVAILABLE`, `FORBIDDEN` when the owner does not want to
   * be known there
   */
  fetch(vault: string, id: string): Promise<BindingDocument>
  /** Hands a signature over. */
  deliver(vault: string, id: string, signature: BindingSignature): Promise<Delivery>
}

interface Means {
  readonly ename: string
  readonly keys: Pick<OwnerKeys, 'signConfirmed'>
  readonly registry: Pick<RegistryClient, 'resolve'>
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const tokenSeconds = 300
/** A token is not used in its last seconds: clocks differ. */
const tokenMarginMs = 30_000
/** Photographs are in the document. */
const longestAnswerBytes = 16 * 1024 * 1024
const longestReason = 300

const queryDocument = `query ($id: ID!) { bindingDocument(id: $id) {
  id subject type data signatures { signer signature timestamp } } }`
const addSignature = `mutation ($input: CreateBindingDocumentSignatureInput!) {
  createBindingDocumentSignature(input: $input) { errors { code message } } }`

const problem = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string().optional() }).optional(),
})
const graphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(problem).nullish(),
})
const signatureAnswer = z.object({
  createBindingDocumentSignature: z.object({
    errors: z.array(z.object({ code: z.string().nullish(), message: z.string() })).nullish(),
  }),
})

/** Lower-case hex SHA-256 of what a signature under the document covers. */
export function digestOf(document: Parameters<typeof signedBytes>[0]): string {
  return createHash('sha256').update(signedBytes(document)).digest('hex')
}

export function createForeignDocuments(means: Means): ForeignDocuments {
  const { ename, registry, fetch } = means
  const tokenFor = createTokens(means)

  async function ask(vault: string, query: string, variables: object) {
    const authorization = `Bearer ${await tokenFor(vault)}`
    const body = await atVault({ registry }, vault, (uri) =>
      fetchBoundedJson({
        ...{ fetch: posting(fetch, { query, variables }), longestBytes: longestAnswerBytes },
        url: `${uri.replace(/\/+$/, '')}/graphql`,
        headers: { 'x-ename': vault, authorization, 'content-type': 'application/json' },
        who: `The vault of ${vault}`,
      }),
    )
    const { data } = graphqlAnswer.safeParse(body)
    if (data !== undefined) return data
    throw new RegistryError('BAD_ANSWER', `The vault of ${vault} did not answer as vaults do`)
  }

  async function fetchDocument(vault: string, id: string): Promise<BindingDocument> {
    const { data, errors } = await ask(vault, queryDocument, { id })
    const [refusal] = errors ?? []
    if (refusal !== undefined) throw new RequestError('UNAVAILABLE', told(vault, refusal.message))
    const document = data?.bindingDocument
    if (document == null) {
      throw new RequestError(
        'NOT_FOUND',
        `${vault} has no binding document of this id that you may see.`,
        'id',
      )
    }
    const payload = document as JsonObject
    // Its place is in the other vault; here it has none.
    const record = { id, position: '', ontology: bindingOntology, payload }
    const read = readBindingDocument(record)
    if (read === null) throw new RequestError('UNAVAILABLE', told(vault, 'no binding document'))
    return read
  }

  /** One that was handed over before counts as delivered. */
  async function isUnder(vault: string, id: string): Promise<boolean> {
    const document = await fetchDocument(vault, id).catch(() => null)
    return document?.signatures.some(({ signer }) => signer === ename) ?? false
  }

  return {
    fetch: (vault, id) => fetchDocument(vault, id).catch(asRequestError),

    async deliver(vault, id, signature) {
      try {
        const input = { bindingDocumentId: id, signature }
        const { data, errors } = await ask(vault, addSignature, { input })
        if (errors?.[0] !== undefined) return undelivered(told(vault, errors[0].message))
        const answer = signatureAnswer.parse(data).createBindingDocumentSignature
        const refusal = answer.errors?.[0]
        if (refusal === undefined) return { state: 'delivered', reason: null }
        if (refusal.code === 'PENDING_OWNER_APPROVAL') return { state: 'waits', reason: null }
        if (await isUnder(vault, id)) return { state: 'delivered', reason: null }
        return { state: 'refused', reason: told(vault, refusal.message) }
      } catch (error) {
        if (error instanceof RequestError || error instanceof RegistryError) {
          return undelivered(error.message)
        }
        if (error instanceof z.ZodError) return undelivered(told(vault, 'something unexpected'))
        throw error
      }
    },
  }
}

/** Tokens that speak for the owner to other vaults, each kept for as long as it is good. */
function createTokens({ ename, keys, now }: Means): (vault: string) => Promise<string> {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  return async (vault) => {
    const before = kept.get(vault)
    if (before !== undefined && now() < before.until) return before.token
    const payload = { iss: ename, aud: vault }
    const content = { kid: `${ename}#0`, payload, lifetimeSeconds: tokenSeconds }
    const token = await signJwt({ ...content, now: new Date(now()) }, async (bytes) => {
      const { raw } = await keys.signConfirmed(bytes, 'person-token')
      return raw
    })
    kept.set(vault, { token, until: now() + tokenSeconds * 1000 - tokenMarginMs })
    return token
  }
}

/** A `fetch` that posts this body; an answer with an error status may be GraphQL, too. */
function posting(fetch: typeof globalThis.fetch, body: object): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, method: 'POST', body: JSON.stringify(body) })
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return response.ok || !isJson ? response : new Response(response.body, { status: 200 })
  }
}

function asRequestError(error: unknown): never {
  if (error instanceof RegistryError) throw new RequestError('UNAVAILABLE', `${error.message}.`)
  throw error
}

function undelivered(reason: string): Delivery {
  return { state: 'undelivered', reason }
}

function told(vault: string, message: string): string {
  return `${vault} answered: ${message.slice(0, longestReason)}`
}
