import { z } from 'zod'
import { VaultError } from './vault-error.ts'
import type { JsonAnswer } from './vault-http.ts'

/** What is wrong is in what was asked: the same will be refused again. */
const final = new Set([
  ...['INVALID_PAYLOAD', 'INVALID_INPUT', 'INVALID_ENAME', 'INVALID_TYPE', 'INVALID_CONTENT'],
  ...['INVALID_PAGE', 'MISSING_ENAME', 'FILE_TOO_LARGE', 'TOO_LARGE', 'RESULT_TOO_LARGE'],
  ...['QUERY_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'],
  ...['NOT_FOUND', 'ALREADY_EXISTS', 'CHANGED_MEANWHILE'],
])
const longestWords = 300

const codesOfStatus: Readonly<Record<number, string>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  413: 'TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
}

/** An answer, and what is needed to complain about it. */
export interface VaultAnswer extends JsonAnswer {
  /** The vault's base URL. */
  readonly base: string
  /** Takes our token and secret out of what the vault says. */
  readonly withoutSecrets: (words: string) => string
}

const problemShape = z.object({
  message: z.string().nullish(),
  code: z.string().max(100).nullish(),
  extensions: z.object({ code: z.string().max(100).nullish() }).nullish(),
})
const graphqlShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(problemShape).nullish(),
})
const payloadShape = z.object({ errors: z.array(problemShape).nullish() })
const restShape = z.object({ error: z.string() })

/**
 * The field of `data` that a GraphQL request is about.
 * Throws a VaultError for what the answer says is wrong, be it beside `data` or in the payload.
 */
export function fieldOf(answer: VaultAnswer, field: string): unknown {
  const graphql = graphqlShape.safeParse(answer.json)
  const [problem] = graphql.data?.errors ?? []
  if (problem !== undefined) throw refusalOf(answer, problem)
  if (answer.status !== 200) throw refusalByStatus(answer)
  const data = graphql.data?.data
  if (data == null) throw notUnderstood(answer)
  const value = data[field]
  const [inPayload] = payloadShape.safeParse(value).data?.errors ?? []
  if (inPayload !== undefined) throw refusalOf(answer, inPayload)
  return value
}

type Problem = z.infer<typeof problemShape>

function refusalOf(answer: VaultAnswer, { message, code, extensions }: Problem): VaultError {
  const named = code ?? extensions?.code ?? codesOfStatus[answer.status] ?? 'REFUSED'
  return refusal(answer, named, message)
}

/** What an error status means. */
export function refusalByStatus(answer: VaultAnswer): VaultError {
  const { status } = answer
  const { data } = restShape.safeParse(answer.json)
  // A tunnel answers 404, too, while the vault behind it is away; only a vault gives the reason.
  if (status === 404) return refusal(answer, data ? 'NOT_FOUND' : 'UNAVAILABLE', data?.error)
  const code = codesOfStatus[status] ?? (status < 400 ? 'BAD_ANSWER' : 'REFUSED')
  return refusal(answer, code, data?.error)
}

/** What a vault refuses, by one of its codes and in its words. */
export function refusal(
  { base, status, retryAfterMs, withoutSecrets }: VaultAnswer,
  code: string,
  words?: string | null,
): VaultError {
  const shown = withoutSecrets(words ?? '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestWords)
    .toWellFormed()
  const said = shown === '' ? `status ${status}` : `“${shown}”`
  const message = `The vault at ${new URL(base).host} answered with ${code}: ${said}`
  return new VaultError(code, message, { retryAfterMs, isFinal: final.has(code) })
}

/** An answer that is not what the protocol says. */
export function notUnderstood({ base }: VaultAnswer): VaultError {
  const message = `The vault at ${new URL(base).host} did not answer as vaults do`
  return new VaultError('BAD_ANSWER', message)
}

/** A part of an answer in the shape it has to have. Throws VaultError `BAD_ANSWER`. */
export function understood<T>(answer: VaultAnswer, shape: z.ZodType<T>, value: unknown): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw notUnderstood(answer)
}
