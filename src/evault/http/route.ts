import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { z } from 'zod'
import { RequestError } from '../errors.ts'
import { readEName } from './ename-header.ts'

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/**
 * The headers a caller has to send: `X-ENAME`, which is read here, and a Bearer token, which
 * the route checks itself when it asks who is calling.
 */
export type Needs = 'none' | 'ename' | 'ename-and-token' | 'ename-and-optional-token'

/** One answer by its status. */
export interface Answer {
  readonly description: string
  /** What the body is; absent where there is none. Not enforced, so that it costs nothing. */
  readonly schema?: z.ZodType
  /** `application/json` unless said otherwise. */
  readonly contentType?: string
  /** What each header of the answer says. */
  readonly headers?: Readonly<Record<string, string>>
}

type Answers = Readonly<Record<number, Answer>>

/** What the outside may know of a route. Schemas must be expressible in JSON Schema. */
export interface RouteDescription {
  readonly method: Method
  /** As Fastify has it: `/files/:metaEnvelopeId`. */
  readonly path: string
  /** One line. */
  readonly summary: string
  readonly description?: string
  readonly needs: Needs
  readonly query?: z.ZodObject
  readonly params?: z.ZodObject
  readonly body?: z.ZodType
  readonly answers: Answers
}

/** A route that can be served. */
export interface Route extends RouteDescription {
  /** Reads the input, answers, and returns the body or the reply. */
  readonly run: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
}

/** What a handler gets: all of it parsed. */
interface RouteInput<
  Q extends z.ZodType,
  P extends z.ZodType,
  B extends z.ZodType,
  N extends Needs,
> {
  readonly query: z.output<Q>
  readonly params: z.output<P>
  readonly body: z.output<B>
  /** `X-ENAME` in its normal form. */
  readonly ename: N extends 'none' ? null : string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** The bodies that the declared answers allow. */
type AnswerBody<A extends Answers> = {
  [Status in keyof A]: A[Status] extends { readonly schema: infer S extends z.ZodType }
    ? z.output<S>
    : undefined
}[keyof A]

interface RouteDeclaration<
  Q extends z.ZodType,
  P extends z.ZodType,
  B extends z.ZodType,
  N extends Needs,
  A extends Answers,
> extends RouteDescription {
  readonly needs: N
  readonly query?: Q & z.ZodObject
  readonly params?: P & z.ZodObject
  readonly body?: B
  readonly answers: A
  /**
   * Returns the body; 200 unless `reply.code()` says otherwise. Returns the reply where it was
   * sent by hand, and undefined where there is no body.
   */
  readonly handle: (
    input: RouteInput<Q, P, B, N>,
    // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a body needs no return
  ) => Promise<AnswerBody<A> | FastifyReply | undefined | void>
}

/**
 * Declares a route of the protocol. The schemas are what its input is checked against, what
 * types the handler, and what `describeApi` documents.
 * @throws when called: RequestError `MISSING_ENAME`, `INVALID_ENAME`, and `INVALID_INPUT` whose
 * message names the field (`limit: must be 1 to 100`); and what the handler throws
 */
export function defineRoute<
  N extends Needs,
  A extends Answers,
  Q extends z.ZodType = z.ZodUndefined,
  P extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>({ handle, ...description }: RouteDeclaration<Q, P, B, N, A>): Route & { readonly answers: A } {
  const { needs, query, params, body, answers } = description
  return {
    ...description,
    async run(request, reply) {
      const input = {
        ename: needs === 'none' ? null : readEName(headerOf(request)),
        params: read(params, request.params, 'path'),
        query: read(query, request.query, 'query'),
        body: read(body, request.body, 'body'),
      }
      const answer = await handle({ ...input, request, reply } as RouteInput<Q, P, B, N>)
      const { contentType } = (answers as Answers)[reply.statusCode] ?? {}
      if (contentType !== undefined && !reply.sent) reply.type(contentType)
      return answer
    },
  }
}

/** Serves these routes. Refusals go to the app's error handler, as those of handlers do. */
export function serveRoutes(app: FastifyInstance, routes: readonly Route[]): void {
  const heads = new Set(routes.filter(({ method }) => method === 'HEAD').map(({ path }) => path))
  for (const { method, path, run } of routes) {
    app.route({
      method: method satisfies HTTPMethods,
      url: path,
      exposeHeadRoute: method === 'GET' && !heads.has(path),
      async handler(request, reply) {
        const answer = await run(request, reply)
        if (answer !== reply && !reply.sent) reply.send(answer)
        return reply
      },
    })
  }
}

/** The body of every refusal. */
const refusalSchema = z
  .object({ error: z.string().describe('What is wrong, in words for people.') })
  .meta({ id: 'Refusal' })

/** An answer with the body `{error}`, which the listeners give for every refusal. */
export function refusal(description: string): Answer & { readonly schema: typeof refusalSchema } {
  return { description, schema: refusalSchema }
}

/** A whole number in a query or path, where everything is text. Refused as "must be 1 to 100". */
export function wholeNumber(least: number, most: number) {
  const message = `must be ${least} to ${most}`
  return z.coerce.number(message).int(message).min(least, message).max(most, message)
}

function headerOf({ headers }: FastifyRequest): string | undefined {
  const header = headers['x-ename']
  return Array.isArray(header) ? header[0] : header
}

function read(schema: z.ZodType | undefined, value: unknown, whole: string): unknown {
  if (schema === undefined) return undefined
  const { data, error } = schema.safeParse(value, { error: explain })
  if (error === undefined) return data
  const [issue] = error.issues
  const field = nameOf(issue?.path ?? []) || whole
  throw new RequestError('INVALID_INPUT', `${field}: ${issue?.message ?? 'is not valid'}`, field)
}

/** `inputs[0].id` */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

/** What is wrong, without what was sent. A message of the schema itself goes before this one. */
function explain(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${nounOf(issue.expected)}`
    case 'too_small':
      if (unitOf(issue.origin) !== '' && issue.minimum === 1) return 'must not be empty'
      return `must ${verbOf(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `must ${verbOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return issue.format === 'regex' ? 'has the wrong form' : `must be a valid ${issue.format}`
    case 'unrecognized_keys':
      return `must not have ${issue.keys.join(', ')}`
    default:
      return 'is not valid'
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function nounOf(type: string): string {
  return nouns[type] ?? type
}

function verbOf(origin: string): string {
  return origin === 'string' || origin === 'array' ? 'have' : 'be'
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' elements' : ''
}
