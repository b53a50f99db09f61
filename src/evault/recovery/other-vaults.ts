import { z } from 'zod'
import { fetchBoundedJson } from '../../registry/bounded-fetch.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { RecoveryRequest } from '../../w3id/identity-log/entry.ts'
import {
  type PendingRecovery,
  pendingRecoverySchema,
  type RequestStatus,
  statusSchema,
} from './messages.ts'

/** What another vault says of an identity. Nothing of it has been checked. */
export interface ToldIdentity {
  readonly entries: readonly unknown[]
  readonly pendingRecovery: PendingRecovery | null
}

/** What became of a request that was sent: the id it is kept under, or why it was refused. */
export type SentRequest =
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * Vaults of others, asked over HTTP by the eName they hold. Each call throws a RegistryError when
 * the registry or the vault could not tell, REFUSED when it would not.
 */
export interface OtherVaults {
  identityOf(ename: string): Promise<ToldIdentity>
  send(friend: string, request: RecoveryRequest): Promise<SentRequest>
  statusOf(friend: string, id: string): Promise<RequestStatus>
}

interface Means {
  readonly registry: Pick<RegistryClient, 'resolve'>
  readonly fetch: typeof globalThis.fetch
}

const mostPages = 100
const longestReason = 300

const logAnswer = z.object({
  entries: z.array(z.unknown()),
  next: z.int().min(1).nullish(),
  pendingRecovery: pendingRecoverySchema.nullish(),
})
const keptAnswer = z.object({ id: z.uuid() })
const refusedAnswer = z.object({ error: z.string() })

export function createOtherVaults(means: Means): OtherVaults {
  const { fetch } = means

  async function ask(uri: string, path: string, ename: string, through = fetch): Promise<unknown> {
    const url = new URL(uri)
    const [pathname = '', search = ''] = path.split('?')
    url.pathname = `${url.pathname.replace(/\/$/, '')}${pathname}`
    url.search = search
    url.hash = ''
    const headers = { 'x-ename': ename }
    return fetchBoundedJson({ fetch: through, url, headers, who: `The vault of ${ename}` })
  }

  return {
    identityOf: (ename) =>
      atVault(means, ename, async (uri) => {
        const entries: unknown[] = []
        for (let page = 1; ; page += 1) {
          const body = await ask(uri, `/identity-log?from=${entries.length}`, ename)
          const answer = parse(logAnswer, body, ename)
          entries.push(...answer.entries)
          const { next, pendingRecovery = null } = answer
          if (next == null) return { entries, pendingRecovery }
          if (next !== entries.length || page === mostPages) throw notUnderstood(ename)
        }
      }),

    send: (friend, request) =>
      atVault(means, friend, async (uri): Promise<SentRequest> => {
        const { through, isRefused } = posting(fetch, request)
        const body = await ask(uri, '/recovery/requests', friend, through)
        if (!isRefused()) return { kind: 'kept', id: parse(keptAnswer, body, friend).id }
        const { error } = parse(refusedAnswer, body, friend)
        return { kind: 'refused', reason: error.slice(0, longestReason) }
      }),

    statusOf: (friend, id) =>
      atVault(means, friend, async (uri) => {
        const body = await ask(uri, `/recovery/requests/${encodeURIComponent(id)}`, friend)
        return parse(statusSchema, body, friend)
      }),
  }
}

/**
 * Asks the vault of an eName. It may have moved since the registry's answer was kept, and
 * something else may answer at the old address.
 */
export async function atVault<T>(
  { registry }: Pick<Means, 'registry'>,
  ename: string,
  ask: (uri: string) => Promise<T>,
): Promise<T> {
  const entry = await registry.resolve(ename)
  if (entry === null) throw new RegistryError('REFUSED', `The registry does not know ${ename}`)
  try {
    return await ask(entry.uri)
  } catch (error) {
    const moved = await registry.resolve(ename, { fresh: true }).catch(() => null)
    if (moved === null || moved.uri === entry.uri) throw error
    return ask(moved.uri)
  }
}

/** A `fetch` that posts this body, and hands the reason of a refusal on as if it were an answer. */
function posting(fetch: typeof globalThis.fetch, body: object) {
  let isRefused = false
  const through: typeof globalThis.fetch = async (input, init) => {
    const headers = { ...(init?.headers as object), 'content-type': 'application/json' }
    const text = JSON.stringify(body)
    const response = await fetch(input, { ...init, method: 'POST', headers, body: text })
    isRefused = response.status === 403 || response.status === 409
    return isRefused ? new Response(response.body, { status: 200 }) : response
  }
  return { through, isRefused: () => isRefused }
}

function parse<T>(schema: z.ZodType<T>, body: unknown, ename: string): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw notUnderstood(ename)
}

function notUnderstood(ename: string): RegistryError {
  return new RegistryError('BAD_ANSWER', `The vault of ${ename} answered in a form we do not know`)
}
