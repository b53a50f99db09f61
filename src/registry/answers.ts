import { z } from 'zod'
import type { Answer } from './answer-cache.ts'
import { RegistryError } from './errors.ts'
import {
  acceptedBody,
  type RegistryAnswer,
  type RegistryRequest,
  refusal,
  type SendRequest,
} from './requests.ts'

/** Where the vault of an eName is. */
export interface RegistryEntry {
  readonly ename: string
  /** Base URL of the vault, http or https. */
  readonly uri: string
  /** Id of the vault instance; null where the registry does not say. */
  readonly evault: string | null
  /** There when the registry cannot be reached and this is what it said before, at `since`. */
  readonly stale?: true
  readonly since?: Date
}

/** Somebody trusted in recovery. */
export interface Notary {
  readonly ename: string
  readonly url: string
  readonly name: string | null
}

const USUALLY_KEPT_MS = 60_000
const LONGEST_KEPT_MS = 3_600_000
const NEGATIVE_KEPT_MS = 5000

const webUrl = z.url({ protocol: /^https?$/ })
const entryAnswer = z.object({
  ename: z.string().optional(),
  uri: webUrl.optional(),
  evaultUrl: webUrl.optional(),
  evault: z.string().nullish(),
})
const notaryAnswer = z.object({ ename: z.string().min(1), url: webUrl, name: z.string().nullish() })

/**
 * Asks where the vault of an eName (in its normal form) is, null when that is not known. The error
 * where nobody is there to answer; throws REFUSED and BAD_ANSWER. Protocol §3.
 */
export async function askEntry(
  send: SendRequest,
  name: string,
): Promise<Answer<RegistryEntry | null> | RegistryError> {
  const request: RegistryRequest = {
    method: 'GET',
    path: `resolve?${new URLSearchParams({ w3id: name })}`,
    purpose: 'resolve the name',
  }
  const answer = await answerOrAway(send, request)
  if (answer instanceof RegistryError) return answer
  if (answer.status === 404) {
    const keepMs = Math.min(keptMs(answer), NEGATIVE_KEPT_MS)
    return { value: null, keepMs, mayGoStale: false }
  }
  const entry = parseAnswer(entryAnswer, acceptedBody(request, answer))
  const uri = entry.uri ?? entry.evaultUrl
  if (!uri) throw new RegistryError('BAD_ANSWER', 'The registry resolved the name to no address')
  const value = { ename: entry.ename ?? name, uri, evault: entry.evault ?? null }
  return { value, keepMs: keptMs(answer), mayGoStale: true }
}

/** Asks for one of the registry's lists; like `askEntry`. */
export async function askList(
  send: SendRequest,
  path: string,
  purpose: string,
): Promise<Answer<readonly unknown[]> | RegistryError> {
  const request: RegistryRequest = { method: 'GET', path, purpose }
  const answer = await answerOrAway(send, request)
  if (answer instanceof RegistryError) return answer
  const value = parseAnswer(z.array(z.unknown()), acceptedBody(request, answer))
  return { value, keepMs: keptMs(answer), mayGoStale: true }
}

/** The answer; the error where there is no registry, or only something in front of it. */
async function answerOrAway(
  send: SendRequest,
  request: RegistryRequest,
): Promise<RegistryAnswer | RegistryError> {
  try {
    const answer = await send(request)
    return answer.status < 500 ? answer : refusal(request, answer)
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'UNREACHABLE') return error
    throw error
  }
}

function keptMs({ keepSeconds }: RegistryAnswer): number {
  if (keepSeconds === null) return USUALLY_KEPT_MS
  return Math.min(keepSeconds * 1000, LONGEST_KEPT_MS)
}

/** The base URL of a platform, none when the entry is no http or https URL. */
export function readPlatform(entry: unknown): string[] {
  const { data } = webUrl.safeParse(entry)
  return data === undefined ? [] : [data]
}

/** A notary, none when the entry cannot be read. */
export function readNotary(entry: unknown): Notary[] {
  const { data } = notaryAnswer.safeParse(entry)
  return data ? [{ ename: data.ename, url: data.url, name: data.name ?? null }] : []
}

/** An answer in the shape it has to have. Throws BAD_ANSWER. */
export function parseAnswer<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  throw new RegistryError('BAD_ANSWER', 'The registry answered in a form we do not know', {
    cause: parsed.error,
  })
}
