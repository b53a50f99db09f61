import {
  errorCodes,
  type FastifyBodyParser,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { type DocumentNode, Kind, OperationTypeNode } from 'graphql'
import { RequestError } from '../errors.ts'
import type { UploadDraft } from '../files/files.ts'
import { readLargeJson } from './large-body.ts'
import { whenEnded } from './when-ended.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Texts too long for memory, on the disk, by the marker that stands for each in the body. */
    readonly spooled: ReadonlyMap<string, UploadDraft>
  }
}

interface LargeBodyOptions {
  readonly openSink: () => Promise<UploadDraft>
  /**
   * Whether this caller may send that much: asked before the first byte is read.
   * @throws RequestError to say more than "no"
   */
  readonly mayUpload: (request: FastifyRequest) => Promise<boolean>
}

const mebibyte = 1024 * 1024
/** A longer body is a large one; a large one has no more than this beside its long texts. */
const restLimitBytes = 8 * mebibyte
const stringThresholdBytes = mebibyte
/** Room for 250 MB in base64, with line breaks. */
const totalLimitBytes = 350 * mebibyte
const mostSinks = 8
const mostAtOnce = 4
const retryAfterSeconds = 10
/** A caller who falls silent must not keep others from uploading. */
const longestSilenceMs = 60_000

const nothing: ReadonlyMap<string, UploadDraft> = new Map()
/** In the whole process: what they share is the disk. */
let underWay = 0

/**
 * Lets `POST /graphql` take files: a JSON body announced as longer than 8 MiB is read to the
 * disk, where its `variables.input.content` is a long text and nothing else is. All other
 * bodies are read as before. What hooks refuse has to be refused before: call this after them.
 * Source: protocol §5, `uploadFile`.
 *
 * Refuses through the app's error handler: `FILE_TOO_LARGE` for who may not and for what is no
 * file, `UNAVAILABLE` with `Retry-After` while four are under way, and what `mayUpload` throws.
 */
export function acceptLargeBodies(app: FastifyInstance, options: LargeBodyOptions): void {
  const bodies = new WeakMap<FastifyRequest, LargeBody>()

  app.decorateRequest('spooled', {
    getter(this: FastifyRequest) {
      return bodies.get(this)?.spooled ?? nothing
    },
  })

  app.addHook('onRequest', async (request, reply) => {
    if (isLarge(request)) bodies.set(request, await admit(request, reply, options))
  })

  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', (request, _, done) => {
    const body = bodies.get(request)
    if (body === undefined) readSmall(request, parse, done)
    else body.read().then((json) => done(null, json), done)
  })
}

/**
 * Whether an operation does nothing but upload: only that may come in a large body.
 * @param operationName null where the document has one operation
 */
export function onlyUploads(
  { definitions }: DocumentNode,
  operationName: string | null | undefined,
): boolean {
  const operations = definitions.filter(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName == null || definition.name?.value === operationName),
  )
  const [operation] = operations
  if (operations.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return false
  return (
    operation.operation === OperationTypeNode.MUTATION &&
    operation.selectionSet.selections.every(
      (field) => field.kind === Kind.FIELD && field.name.value === 'uploadFile',
    )
  )
}

/** The refusal of a long text that is no file. */
export function onlyFilesAreLarge(): RequestError {
  return new RequestError(
    'FILE_TOO_LARGE',
    'Only the content of uploadFile may be larger than 8 MiB.',
  )
}

/** By its announced length. Without one, the usual limit holds while it is read. */
function isLarge({ method, routeOptions, headers }: FastifyRequest): boolean {
  const isGraphQL = method === 'POST' && routeOptions.url === '/graphql'
  return isGraphQL && Number(headers['content-length'] ?? 0) > restLimitBytes
}

/** @throws RequestError `FILE_TOO_LARGE`, `UNAVAILABLE`, and what `mayUpload` throws */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { openSink, mayUpload }: LargeBodyOptions,
): Promise<LargeBody> {
  // What is refused is not read either.
  reply.header('connection', 'close')
  if (!(await mayUpload(request))) {
    throw new RequestError('FILE_TOO_LARGE', 'Without a token a request has 8 MiB at most.')
  }
  if (Number(request.headers['content-length']) > totalLimitBytes) {
    throw new RequestError('FILE_TOO_LARGE', 'A request has 350 MiB at most.', 'content')
  }
  // One who has gone by now would never be counted out.
  if (underWay >= mostAtOnce || reply.raw.req.socket.destroyed) {
    reply.header('retry-after', retryAfterSeconds)
    throw new RequestError('UNAVAILABLE', 'Too many uploads at once. Try again soon.')
  }
  reply.removeHeader('connection')
  const body = new LargeBody(request, openSink)
  underWay += 1
  // Comes in any case, also when the caller goes away.
  whenEnded(reply.raw, () => {
    underWay -= 1
    void body[Symbol.asyncDispose]()
  })
  return body
}

/** One large body and its texts, which are gone when the request has been answered. */
class LargeBody implements AsyncDisposable {
  spooled: ReadonlyMap<string, UploadDraft> = nothing
  readonly #drafts: UploadDraft[] = []
  #closed = false

  constructor(
    readonly request: FastifyRequest,
    readonly openSink: () => Promise<UploadDraft>,
  ) {}

  /** The body's JSON. */
  async read(): Promise<unknown> {
    const { raw } = this.request
    raw.setTimeout(longestSilenceMs, () => raw.destroy())
    try {
      const { json, spooled } = await readLargeJson(raw.iterator({ destroyOnReturn: false }), {
        openSink: () => this.#open(),
        ...{ restLimitBytes, stringThresholdBytes, totalLimitBytes },
      })
      const content = uploadContentOf(json)
      if ([...spooled.keys()].some((marker) => marker !== content)) throw onlyFilesAreLarge()
      this.spooled = spooled as ReadonlyMap<string, UploadDraft>
      return json
    } catch (error) {
      throw asBodyError(error)
    } finally {
      raw.setTimeout(0)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    // One that fails leaves a file that the next sweep removes.
    await Promise.allSettled(this.#drafts.map((draft) => draft[Symbol.asyncDispose]()))
  }

  async #open(): Promise<UploadDraft> {
    if (this.#drafts.length >= mostSinks) throw onlyFilesAreLarge()
    const draft = await this.openSink()
    this.#drafts.push(draft)
    if (this.#closed) await draft[Symbol.asyncDispose]()
    return draft
  }
}

/** `variables.input.content`: the one place for a file. */
function uploadContentOf(json: unknown): unknown {
  return ['variables', 'input', 'content'].reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    json,
  )
}

/** What went wrong with a body, with the status it is answered with. */
function asBodyError(error: unknown): unknown {
  if (error instanceof SyntaxError) return new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY()
  const { code } = error as NodeJS.ErrnoException
  // The caller went away: nobody is there to be told, and nothing is wrong here.
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
    ? Object.assign(error as Error, { statusCode: 400 })
    : error
}

/** Reads and parses a body as Fastify does by itself, with the same refusals. */
function readSmall(
  request: FastifyRequest,
  parse: FastifyBodyParser<string>,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const { raw } = request
  const limit = request.routeOptions.bodyLimit ?? restLimitBytes
  const announced = Number(request.headers['content-length'] ?? Number.NaN)
  if (announced > limit) {
    done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
    return
  }
  const chunks: Buffer[] = []
  let length = 0
  const stop = () => raw.off('data', take).off('end', end).off('error', fail)
  const take = (chunk: Buffer) => {
    length += chunk.length
    chunks.push(chunk)
    if (length <= limit) return
    stop()
    done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
  }
  const end = () => {
    stop()
    // As a whole, so that no character is cut in two.
    void parse(request, Buffer.concat(chunks, length).toString(), done)
  }
  const fail = (error: Error) => {
    stop()
    done(Object.assign(error, { statusCode: 400 }))
  }
  raw.on('data', take).on('end', end).on('error', fail)
}
