import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { call, type HttpAnswer } from '../support/call.ts'
import type { KeyHolder } from './key-holder.ts'
import { makePeople, provisionTenant, type Tenant } from './people.ts'
import type { Need } from './row.ts'

/** Where a vault is, and what is known of it. */
export interface Target {
  readonly url: string
  readonly ename: string
  readonly token: string | null
  readonly registry: string | null
  readonly registrySecret: string | null
  /** The owner's settings; null where they are not known. */
  readonly policy: 'open' | 'guarded' | null
}

// biome-ignore lint/suspicious/noExplicitAny: rows look into answers of any shape
export type Any = any
export type Headers = Readonly<Record<string, string | null>>

/** What a GraphQL request came back with. */
export interface GraphQLAnswer {
  readonly status: number
  readonly data: Any
  readonly errors: readonly { message: string; extensions?: { code?: string } }[]
}

interface Creation {
  readonly ontology?: string
  readonly acl?: readonly string[]
  readonly headers?: Headers
}

type HttpOptions = Parameters<typeof call>[1] & {
  /** Whether to wait and ask again where the vault says "too many requests". */
  readonly patient?: boolean
}

/** The vault, and the requests rows make of it. */
export interface VaultUnderTest extends AsyncDisposable {
  readonly url: string
  readonly ename: string
  readonly registry: { readonly url: string; readonly secret: string }
  readonly token: string
  /** `Authorization` with the platform token. */
  readonly platform: { readonly authorization: string }
  /** What of `needs` is missing. */
  lacks(needs: readonly Need[]): readonly Need[]
  /** A GraphQL request with `X-ENAME` and without a token, unless the headers say otherwise. */
  graphql(query: string, variables?: object, headers?: Headers): Promise<GraphQLAnswer>
  /** The data of a request with the platform token that must not have errors. */
  ask(query: string, variables?: object, headers?: Headers): Promise<Any>
  /** Any other request. */
  http(path: string, options?: HttpOptions): Promise<HttpAnswer>
  /** A type nobody has used before: the vault may hold other data. */
  newOntology(): string
  /** Creates a record, without a token unless told otherwise. */
  create(payload?: object, creation?: Creation): Promise<Any>
  /** Reads a record with the platform token unless told otherwise; null when there is none. */
  read(id: string, headers?: Headers): Promise<Any>
  /** A new person with a certified key, on a vault server of this run. */
  person(): Promise<KeyHolder>
  /** A new vault on the same server, whose owner's key we hold. */
  newTenant(): Promise<Tenant>
}

export const recordFields = 'id ontology parsed envelopes { id ontology fieldKey value valueType }'
const createOne = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { ${recordFields} } errors { field message code } }
}`
const readOne = `query ($id: ID!) { metaEnvelope(id: $id) { ${recordFields} } }`
const platformName = 'https://conformance.example'
const longestWaitSeconds = 20

/** Gets a platform token where none is given, and says what rows can ask for. */
export async function openVaultUnderTest(target: Target): Promise<VaultUnderTest> {
  const { url, ename, registry: registryUrl, registrySecret } = target
  const token = target.token ?? (registryUrl === null ? null : await certify(registryUrl))
  const platform = { authorization: `Bearer ${token}` }
  const registry = { url: registryUrl ?? '', secret: registrySecret ?? '' }
  const people = makePeople(registry)
  const run = randomUUID().slice(0, 8)
  let ontologies = 0

  const http: VaultUnderTest['http'] = (path, options) => askPatiently(`${url}${path}`, options)
  const graphql: VaultUnderTest['graphql'] = async (query, variables, headers) => {
    const body = { query, ...(variables && { variables }) }
    const answer = await http('/graphql', { body, headers: { 'x-ename': ename, ...headers } })
    const { data = null, errors = [] } = (answer.json ?? {}) as Partial<GraphQLAnswer>
    return { status: answer.status, data, errors }
  }
  const ask: VaultUnderTest['ask'] = async (query, variables, headers) => {
    const { data, errors } = await graphql(query, variables, { ...platform, ...headers })
    expect(errors).toEqual([])
    return data
  }
  const newOntology = () => {
    ontologies += 1
    return `conformance-${run}-${ontologies}`
  }
  return {
    ...{ url, ename, registry, token: token ?? '', platform, http, graphql, ask, newOntology },
    lacks: (needs) => lacking(target, token, needs),
    async create(payload = { content: 'Hello!' }, { ontology, acl = ['*'], headers } = {}) {
      const input = { ontology: ontology ?? newOntology(), payload, acl }
      const { data, errors } = await graphql(createOne, { input }, headers)
      expect(errors).toEqual([])
      expectNoErrors(data.createMetaEnvelope.errors)
      return data.createMetaEnvelope.metaEnvelope
    },
    read: async (id, headers = platform) => {
      const { data, errors } = await graphql(readOne, { id }, headers)
      expect(errors).toEqual([])
      return data.metaEnvelope
    },
    person: () => people.meet(),
    newTenant: () => provisionTenant(url, registry.url),
    [Symbol.asyncDispose]: () => people[Symbol.asyncDispose](),
  }
}

/** A mutation's `errors` when there are none: protocol §5 lets the list be null. */
export function expectNoErrors(errors: unknown): void {
  expect(errors ?? []).toEqual([])
}

/** The code a request as a whole was refused with. */
export function codeOf({ errors }: GraphQLAnswer): string | undefined {
  return errors[0]?.extensions?.code
}

function lacking(target: Target, token: string | null, needs: readonly Need[]): readonly Need[] {
  // Under guarded, the owner has to let a platform in first.
  const isShut = target.policy === 'guarded' && needs.includes('token')
  const all = isShut && !needs.includes('guarded') ? new Set([...needs, 'open' as const]) : needs
  return [...all].filter((need) => !has(target, token, need))
}

function has(target: Target, token: string | null, need: Need): boolean {
  switch (need) {
    case 'token':
      return token !== null
    case 'registry':
      return target.registry !== null
    case 'registry-secret':
      return target.registry !== null && target.registrySecret !== null
    case 'loopback':
      return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(target.url).hostname)
    case 'open':
    case 'guarded':
      return target.policy === need
    case 'curl':
      return process.platform !== 'win32'
  }
}

async function certify(registry: string): Promise<string> {
  const body = { platform: platformName }
  const { json, status } = await call(`${registry}/platforms/certification`, { body })
  if (typeof json?.token === 'string') return json.token
  throw new Error(`The registry makes no platform token: it answers ${status}`)
}

async function askPatiently(
  url: string,
  { patient = true, ...options }: HttpOptions = {},
): Promise<HttpAnswer> {
  for (;;) {
    const answer = await call(url, options)
    refuseLeaks(answer)
    const seconds = Number(answer.headers['retry-after'])
    const waits = patient && answer.status === 429 && seconds <= longestWaitSeconds
    if (!waits) return answer
    await delay(seconds * 1000)
  }
}

// What tells an attacker how the vault is made: stack frames, SQL, places in the file system.
const leaks = [
  /\n\s+at \S+/,
  /\.(m?[jt]s):\d+/,
  /node_modules/,
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s[\s\S]*\b(FROM|VALUES|SET|WHERE)\b/,
  /\brelation "/,
  /\/(home|root|tmp|usr|var)\//,
]

/** Whatever a row is about: no refusal says what is inside the vault. */
function refuseLeaks({ status, json }: HttpAnswer): void {
  const told = JSON.stringify([
    json?.errors,
    status >= 400 && [json?.error, json?.message, json?.stack],
    Object.values(json?.data ?? {}).map((field: Any) => field?.errors),
  ])
  for (const leak of leaks) expect(told).not.toMatch(leak)
}
