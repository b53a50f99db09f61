import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { type RemoteGraphQL, refusal, refusalOf, understood } from './remote-graphql.ts'
import { RemoteError, type RemoteHttp } from './remote-http.ts'

/** A file that is sent. */
export interface FileToSend {
  readonly filename: string
  readonly contentType: string
  /** Bytes. */
  readonly size: number
  readonly acl: readonly string[]
  /** The bytes, from their beginning each time. */
  read(): Promise<Readable>
}

/** The files of the other vault. Every method throws a RemoteError. */
export interface RemoteFiles {
  /** Uploads a file; it gets a record of its own there. */
  upload(file: FileToSend): Promise<{ readonly id: string; readonly publicUrl: string }>
  /** The bytes that a record stands for; null where there are none. */
  open(id: string): Promise<Readable | null>
  /** SHA-256 of those bytes, hex; null where there are none. */
  digest(id: string): Promise<string | null>
}

const mutation = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { metaEnvelopeId publicUrl errors { message code } } }`
const uploaded = z.object({
  uploadFile: z.object({
    metaEnvelopeId: z.string().max(512).nullish(),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).nullish(),
  }),
})
const mostHops = 3
/** What the protocol lets a file have, and some more. */
const longestFileBytes = 300_000_000

export function createRemoteFiles(http: RemoteHttp, graphql: RemoteGraphQL): RemoteFiles {
  async function open(id: string): Promise<Readable | null> {
    let path = `/files/${encodeURIComponent(id)}`
    for (let hop = 0; hop < mostHops; hop += 1) {
      const { status, headers, body } = await http.open({ path, headers: await graphql.headers() })
      if (status === 200) return body
      body.destroy()
      if (status === 404 || status === 410) return null
      const { location } = headers
      if (status < 300 || status >= 400 || location === undefined) {
        throw refusalOf(http, null, status)
      }
      path = new URL(location, new URL(path, `${http.base}/`)).href
    }
    throw new RemoteError('BAD_ANSWER', `${http.host} leads from one address to the next`)
  }

  return {
    open,

    async upload(file) {
      const { filename, contentType, acl, size } = file
      const input = { filename, contentType, acl, content: '' }
      const text = JSON.stringify({ query: mutation, variables: { input } })
      const end = text.lastIndexOf('""') + 1
      const [before, after] = [Buffer.from(text.slice(0, end)), Buffer.from(text.slice(end))]
      const data = await graphql.send({
        bodyLength: before.length + Math.ceil(size / 3) * 4 + after.length,
        async *body() {
          yield before
          yield* base64(await file.read())
          yield after
        },
      })
      const { metaEnvelopeId: id, publicUrl, errors } = understood(http, uploaded, data).uploadFile
      if (id == null || publicUrl == null) throw refusal(http, errors?.[0]?.message ?? 'nothing')
      return { id, publicUrl }
    },

    async digest(id) {
      const body = await open(id)
      if (body === null) return null
      const hash = createHash('sha256')
      for await (const chunk of bounded(body)) hash.update(chunk)
      return hash.digest('hex')
    },
  }
}

/** The bytes of a file, as far as a file may be long. @throws RemoteError */
export async function* bounded(body: Readable): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > longestFileBytes) throw new RemoteError('TOO_LARGE', 'The file is too large')
      yield chunk
    }
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError('UNREACHABLE', 'The connection ended in the middle of a file')
  }
}

async function* base64(bytes: Readable): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const all = Buffer.concat([rest, chunk])
    const whole = all.length - (all.length % 3)
    yield Buffer.from(all.subarray(0, whole).toString('base64'))
    rest = all.subarray(whole)
  }
  yield Buffer.from(rest.toString('base64'))
}
