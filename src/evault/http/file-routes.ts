import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { RequestError } from '../errors.ts'
import { contentDisposition, safeContentType } from '../files/disposition.ts'
import type { Files, FoundFile } from '../files/files.ts'
import { type ByteRange, parseRange } from '../files/range.ts'
import type { RequestContext } from '../graphql/context.ts'
import { defineRoute, type Route, refusal } from './route.ts'

/** Finds out who sends a request, to the vault of `X-ENAME` or to the one that is named. */
type ContextFor = (request: FastifyRequest, ename?: string) => Promise<RequestContext>

const idSchema = z
  .string()
  .min(1)
  .max(512)
  .regex(/^\P{Cc}+$/u, 'must not have control characters')
  .describe('The id of the record that stands for the file.')

const leadsTo = 'Leads to a file'
const refusals = {
  400: refusal('The id is not valid, or the record holds an unsafe address.'),
  401: refusal('The token does not hold, or the vault wants one.'),
  403: refusal('The owner has not allowed this.'),
  404: refusal('There is no such file, or none that the caller may read.'),
}

const fileHeaders = {
  'Content-Disposition': 'The file’s name; `inline` only for types that hold no scripts.',
  'Content-Length': 'Bytes that follow.',
  ETag: 'The SHA-256 of the file, in quotes.',
  'Accept-Ranges': '`bytes`',
}
const bytes = { schema: z.string(), contentType: 'application/octet-stream' }

/**
 * The files of a vault over HTTP: where one is, and its bytes. Who may read the record may read
 * the file; that is looked at for each request, also for each part. Source: protocol §4.
 */
export function fileRoutes(contextFor: ContextFor): Route[] {
  return [findRoute(contextFor), ...servedFileRoutes(contextFor)]
}

function findRoute(contextFor: ContextFor): Route {
  return defineRoute({
    method: 'GET',
    path: '/files/:metaEnvelopeId',
    summary: leadsTo,
    description: 'To its bytes in this vault, or to where its record says it is.',
    needs: 'ename-and-optional-token',
    params: z.object({ metaEnvelopeId: idSchema }),
    answers: {
      302: { description: 'It is there', headers: { Location: 'Where the file is.' } },
      ...refusals,
    },
    async handle({ params: { metaEnvelopeId: id }, ename, request, reply }) {
      const context = await contextFor(request, ename)
      const file = await context.services.files.open(context.grant('read'), id)
      if (file === null) throw noSuchFile()
      const here = `/files/${encodeURIComponent(ename)}/${encodeURIComponent(id)}`
      return reply
        .header('cache-control', 'private, no-store')
        .redirect(file.kind === 'blob' ? here : file.url)
    },
  })
}

/** The bytes of files that are here: these routes lead nobody elsewhere. */
export function servedFileRoutes(contextFor: ContextFor): Route[] {
  const served = {
    path: '/files/:ename/:metaEnvelopeId',
    needs: 'none',
    params: z.object({
      ename: z.string().min(1).describe('The vault.'),
      metaEnvelopeId: idSchema,
    }),
    async handle({ params, request, reply }: Asked): Promise<FastifyReply> {
      const context = await contextFor(request, params.ename)
      const { files } = context.services
      const file = await files.open(context.grant('read'), params.metaEnvelopeId)
      // A file elsewhere may name this very address: leading there would never end.
      if (file?.kind !== 'blob') throw noSuchFile()
      return serve(files, file, request, reply)
    },
  } as const

  const get = defineRoute({
    ...served,
    method: 'GET',
    summary: 'Serves a file',
    description:
      'Takes a Bearer token where the vault wants one, `Range` (one range), `If-Range` and `If-None-Match`.',
    answers: {
      200: { description: 'The file', headers: fileHeaders, ...bytes },
      206: {
        description: 'A part of the file',
        headers: { ...fileHeaders, 'Content-Range': 'Which part.' },
        ...bytes,
      },
      304: { description: 'The caller has it already' },
      ...refusals,
      416: refusal('The range begins behind the last byte.'),
    },
  })

  const head = defineRoute({
    ...served,
    method: 'HEAD',
    summary: 'Tells about a file',
    answers: {
      200: { description: 'It is there', headers: fileHeaders },
      304: { description: 'The caller has it already' },
      ...refusals,
    },
  })
  return [get, head]
}

interface Asked {
  readonly params: { readonly ename: string; readonly metaEnvelopeId: string }
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Answers with a file's bytes, or with what is asked of them. Source: RFC 9110 §13 and §14. */
async function serve(
  files: Files,
  { key, size, contentType, filename }: Extract<FoundFile, { kind: 'blob' }>,
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const etag = `"${key}"`
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    // Others may be refused a moment later: no copy is kept.
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    // Whatever the file is, it runs nothing in this origin.
    'content-security-policy': "sandbox; default-src 'none'",
  })
  if (matches(headers['if-none-match'], etag)) return reply.code(304).send()
  const range = method === 'GET' ? rangeOf(headers, etag, size) : null
  if (range === 'unsatisfiable') {
    reply.code(416).header('content-range', `bytes */${size}`)
    return reply.send({ error: `This file has ${size} bytes.` })
  }
  const stream = method === 'GET' ? await files.read(key, range ?? undefined) : undefined
  if (stream === null) throw noSuchFile()
  reply.headers({
    'content-type': safeContentType(contentType),
    'content-length': range === null ? size : range.end - range.start + 1,
    'content-disposition': contentDisposition(filename, contentType),
  })
  if (range !== null) {
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  }
  return reply.send(stream)
}

/** A range of another version of the file would not fit to what the caller has. */
function rangeOf(
  headers: FastifyRequest['headers'],
  etag: string,
  size: number,
): ByteRange | 'unsatisfiable' | null {
  const version = headers['if-range']
  return version === undefined || version === etag ? parseRange(headers.range, size) : null
}

function matches(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes(etag) || tags.includes('*')
}

/** The same for a file that is not there and for one that this caller may not read. */
function noSuchFile(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such file.')
}
