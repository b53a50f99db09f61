import { z } from 'zod'
import { RemoteError, type RemoteHttp, type RemoteRequest } from './remote-http.ts'

/** GraphQL of the other vault, in the name of whoever the token speaks for. */
export interface RemoteGraphQL {
  /** The fields of `data`. @throws RemoteError; `TOO_LARGE` for what it does not take at once */
  ask(query: string, variables: object): Promise<Readonly<Record<string, unknown>>>
  /** The same for a body that is not made in memory. */
  send(body: Pick<RemoteRequest, 'body' | 'bodyLength'>): Promise<Readonly<Record<string, unknown>>>
  /** A call beside GraphQL, with the same name and token. @throws RemoteError */
  call(request: RemoteRequest): ReturnType<RemoteHttp['json']>
  /** The headers that say whose vault is meant, and who asks. */
  headers(): Promise<Readonly<Record<string, string>>>
}

const longestReason = 300

const graphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.looseObject({ message: z.string(), extensions: z.object({ code: z.string() }).nullish() }),
    )
    .nullish(),
})

/**
 * @param token a new one for each call, since they are short-lived; null where none is needed
 */
export function createRemoteGraphQL(
  http: RemoteHttp,
  ename: string,
  token: () => Promise<string>,
): RemoteGraphQL {
  const headers = async () => ({
    'x-ename': ename,
    authorization: `Bearer ${await token()}`,
  })

  async function call(wanted: RemoteRequest) {
    const isJson = typeof wanted.body !== 'undefined'
    return http.json({
      ...wanted,
      headers: {
        accept: 'application/json',
        ...(isJson && { 'content-type': 'application/json' }),
        ...(await headers()),
      },
    })
  }

  async function send(body: Pick<RemoteRequest, 'body' | 'bodyLength'>) {
    const { status, json } = await call({ method: 'POST', path: '/graphql', ...body })
    if (status === 413)
      throw new RemoteError('TOO_LARGE', `${http.host} takes less at once`, status)
    const answer = graphqlAnswer.safeParse(json)
    const [problem] = answer.data?.errors ?? []
    if (problem !== undefined) throw refusal(http, problem.message, status)
    if (status >= 400) throw refusalOf(http, json, status)
    if (!answer.success || answer.data.data == null) throw notUnderstood(http)
    return answer.data.data
  }

  return {
    ask: (query, variables) => send({ body: JSON.stringify({ query, variables }) }),
    send,
    call,
    headers,
  }
}

/** What an answer says of why it is none. */
export function refusalOf(http: RemoteHttp, json: unknown, status: number): RemoteError {
  const { data } = z.object({ error: z.string() }).safeParse(json)
  const code = status >= 500 || status === 429 ? 'UNREACHABLE' : 'REFUSED'
  const said = data?.error ?? `status ${status}`
  return new RemoteError(code, `${http.host} answered: ${shown(http, said)}`, status)
}

export function refusal(http: RemoteHttp, message: string, status: number | null = null) {
  return new RemoteError('REFUSED', `${http.host} answered: ${shown(http, message)}`, status)
}

export function notUnderstood(http: RemoteHttp): RemoteError {
  return new RemoteError('BAD_ANSWER', `${http.host} did not answer as vaults do`)
}

/** @throws RemoteError `BAD_ANSWER` */
export function understood<T>(http: RemoteHttp, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw notUnderstood(http)
}

/** Words of the other vault, as they are kept and shown: in short, without what it was let in by. */
export function shown(http: RemoteHttp, message: string): string {
  return http
    .withoutTokens(message)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestReason)
    .toWellFormed()
}
