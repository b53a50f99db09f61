import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type Grant, refuseForeignType } from '../access/authorise.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { files } from '../db/schema.ts'
import type { Transact } from '../db/store.ts'
import { prepareAcl, prepareMetaEnvelope } from '../envelopes/prepare.ts'
import type { EnvelopeReader } from '../envelopes/reader.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import { type Base64Decoder, createBase64Decoder } from './base64-decoder.ts'
import type { BlobDraft, BlobStore, StoredBlob } from './blob-store.ts'
import { safeContentType } from './disposition.ts'
import type { ByteRange } from './range.ts'

/** The type of a record that stands for a file. Source: protocol §5. */
export const fileOntology = 'w3ds-file-v1'

/** A file to be stored. */
interface FileInput {
  readonly filename: string
  /** Where it is blank, the type that a `data:` URI names. */
  readonly contentType: string
  readonly acl: readonly string[]
  /** Base64 or a `data:` URI, as text or as a draft that has taken it. */
  readonly content: string | UploadDraft
}

/** Where a file's bytes are: in the blob store, or with somebody else. */
export type FoundFile =
  | {
      readonly kind: 'blob'
      readonly key: string
      readonly size: number
      readonly contentType: string
      readonly filename: string
    }
  | { readonly kind: 'elsewhere'; readonly url: string }

/** Stored files: a record for each, and its bytes. Source: protocol §4 and §5, `uploadFile`. */
export interface Files {
  /** Begins an upload whose content arrives in pieces. Dispose of it in any case. */
  draft(): Promise<UploadDraft>
  /**
   * Stores the bytes, then the record that stands for them.
   * @param publicUrl the file's address, by its record's id
   * @throws RequestError `UNAUTHENTICATED`, `FORBIDDEN`, `INVALID_INPUT`, `INVALID_CONTENT`,
   * `FILE_TOO_LARGE`, `DISK_FULL`
   */
  store(
    grant: Grant<'create'>,
    input: FileInput,
    publicUrl: (id: string) => string,
  ): Promise<{ record: StoredMetaEnvelope; uri: string; publicUrl: string }>
  /**
   * The file of a record; null when there is none that this caller may read.
   * @throws RequestError `INVALID_INPUT` for an address nobody should be sent to
   */
  open(grant: Grant<'read'>, id: string): Promise<FoundFile | null>
  /** The bytes that `open` found, or a part of them; null when they are lost. */
  read(key: string, range?: ByteRange): Promise<Readable | null>
  /** Removes bytes of records that are gone for good. @returns how many blobs were removed */
  collectOrphans(): Promise<number>
  /** Removes no bytes while this work goes on: it may need what nothing refers to any more. */
  keeping<T>(work: () => Promise<T>): Promise<T>
}

interface Means {
  readonly db: Database
  readonly blobs: BlobStore
  readonly reader: Pick<EnvelopeReader, 'byId'>
  readonly transact: Transact
  /** The most bytes of one file. */
  readonly limitBytes?: number
}

/** Source: protocol §5. */
const protocolLimitBytes = 250_000_000
/** Of an inline text at once, so that others get their turn. */
const pieceBytes = 256 * 1024
const longestName = 255

const selectFile = `SELECT blob_key, size, content_type, filename FROM files
  WHERE ename = $1 AND id = $2`

// A record and its row commit together, so a row without a record is one of a forgotten record.
const deleteForgotten = `DELETE FROM files
  WHERE NOT EXISTS (SELECT FROM meta_envelopes AS record
      WHERE record.ename = files.ename AND record.id = files.id)
    AND NOT EXISTS (SELECT FROM versions AS version
      WHERE version.ename = files.ename AND version.id = files.id)`

const selectReferenced = `SELECT DISTINCT blob_key FROM files WHERE blob_key = ANY ($1::text[])`

interface FileRow {
  readonly blob_key: string
  readonly size: number | string
  readonly content_type: string
  readonly filename: string
}

/** Stores and finds files. `limitBytes` is 250 MB unless said otherwise. */
export function createFiles({
  db,
  blobs,
  reader,
  transact,
  limitBytes = protocolLimitBytes,
}: Means): Files {
  const draft = async () => new UploadDraft(await blobs.draft(), limitBytes)
  /** Works that need all bytes to stay. */
  let keepers = 0
  let collecting: Promise<unknown> = Promise.resolve()

  /** Stores what a draft has taken, or a text. */
  async function keep(content: string | UploadDraft) {
    if (content instanceof UploadDraft) return content.finish()
    await using inline = await draft()
    const text = Buffer.from(content)
    for (let at = 0; at < text.length; at += pieceBytes) {
      await inline.write(text.subarray(at, at + pieceBytes))
    }
    return await inline.finish()
  }

  return {
    draft,

    async store(grant, input, publicUrlOf) {
      if (grant.caller.kind === 'anonymous') {
        throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
      }
      refuseForeignType(grant, fileOntology)
      const filename = prepareFilename(input.filename)
      const acl = prepareAcl(input.acl)
      const { key: blobKey, size, mediaType } = await keep(input.content)
      const contentType = safeContentType(input.contentType.trim() || (mediaType ?? ''))
      const id = randomUUID()
      const publicUrl = publicUrlOf(id)
      const uploadedAt = new Date().toISOString()
      const payload = { filename, contentType, size, blobKey, publicUrl, uploadedAt }
      const prepared = prepareMetaEnvelope({ ontology: fileOntology, payload, acl })
      const record = await transact(async ({ envelopes, tx }) => {
        const [created] = await envelopes.create([{ grant, prepared, id, announce: true }])
        await tx
          .insert(files)
          .values({ ename: grant.ename, id, blobKey, size, contentType, filename })
        return created as StoredMetaEnvelope
      })
      return { record, uri: fileUri(grant.ename, id), publicUrl }
    },

    async open(grant, id) {
      const record = await reader.byId(grant, id)
      if (record?.ontology !== fileOntology) return null
      // Never by the payload's blobKey: who writes a record could name anybody's bytes.
      const [row] = await ask<FileRow>(db, selectFile, [grant.ename, id])
      if (row === undefined) return elsewhere(record)
      return {
        kind: 'blob',
        key: row.blob_key,
        size: Number(row.size),
        contentType: row.content_type,
        filename: row.filename,
      }
    },

    read: (key, range) => blobs.open(key, range),

    async collectOrphans() {
      await ask(db, deleteForgotten, [])
      if (keepers > 0) return 0
      const collected = blobs.collect(async (keys) => {
        const rows = await ask<FileRow>(db, selectReferenced, [arrayLiteral(keys)])
        return new Set(rows.map(({ blob_key }) => blob_key))
      })
      collecting = collected.catch(() => undefined)
      return collected
    },

    async keeping(work) {
      keepers += 1
      try {
        await collecting
        return await work()
      } finally {
        keepers -= 1
      }
    },
  }
}

/**
 * A file's content on its way into the blob store: takes base64 text, keeps the bytes. Its
 * `write` never fails, so that the rest of a request can be read; `finish` tells what was wrong.
 */
export class UploadDraft implements AsyncDisposable {
  readonly #blob: BlobDraft
  readonly #limitBytes: number
  readonly #decoder: Base64Decoder = createBase64Decoder()
  #size = 0
  #failure: unknown = null
  #finished: Promise<StoredBlob> | null = null

  constructor(blob: BlobDraft, limitBytes: number) {
    this.#blob = blob
    this.#limitBytes = limitBytes
  }

  /** Takes a piece of the text; wait for it before the next one. */
  async write(text: Uint8Array): Promise<void> {
    if (this.#failure !== null) return
    try {
      await this.#append(this.#decoder.write(text))
    } catch (error) {
      this.#failure = error
      // What is on the disk is of no use any more. If it can't be removed now, a sweep will.
      await Promise.allSettled([this.#blob[Symbol.asyncDispose]()])
    }
  }

  /**
   * Stores the bytes; asked again, it tells the same. `mediaType` is what a `data:` URI names.
   * @throws RequestError `INVALID_CONTENT`, `FILE_TOO_LARGE`, `DISK_FULL`
   */
  async finish(): Promise<StoredBlob & { readonly mediaType: string | null }> {
    this.#finished ??= this.#finish()
    return { ...(await this.#finished), mediaType: this.#decoder.mediaType }
  }

  /** Leaves nothing behind of a draft that was not finished. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#failure ??= invalidContent('The upload has ended.')
    await this.#blob[Symbol.asyncDispose]()
  }

  async #finish(): Promise<StoredBlob> {
    if (this.#failure !== null) throw this.#failure
    await this.#append(this.#decoder.end())
    // The caller may have gone away in the meantime.
    if (this.#failure !== null) throw this.#failure
    if (this.#size === 0) throw invalidContent('The content is empty.')
    return this.#blob.finish()
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length
    if (this.#size > this.#limitBytes) {
      const limit = Math.floor(this.#limitBytes / 1e6)
      const message = `A file has ${limit} MB at most.`
      throw new RequestError('FILE_TOO_LARGE', message, 'content')
    }
    if (bytes.length > 0) await this.#blob.write(bytes)
  }
}

/** `w3ds://file?id=@<ename>/<metaEnvelopeId>`. Source: protocol §7. */
function fileUri(ename: string, id: string): string {
  return `w3ds://file?id=@${encodeURIComponent(ename.replace(/^@/, ''))}/${id}`
}

function prepareFilename(filename: string): string {
  const length = Array.from(filename).length
  const isUsable = length <= longestName && filename.trim() !== ''
  if (isUsable && !/[\p{Cc}\p{Cs}/\\]/u.test(filename)) return filename
  throw new RequestError(
    'INVALID_INPUT',
    `A file name has 1 to ${longestName} characters, no slashes and no control characters.`,
    'filename',
  )
}

/** Where a record says its file is, when its bytes are not here. */
function elsewhere({ payload }: StoredMetaEnvelope): FoundFile | null {
  const { publicUrl } = payload
  if (typeof publicUrl !== 'string' || !URL.canParse(publicUrl)) return null
  const { protocol, href } = new URL(publicUrl)
  if (protocol === 'http:' || protocol === 'https:') return { kind: 'elsewhere', url: href }
  throw new RequestError('INVALID_INPUT', 'The address in this record is unsafe.', 'publicUrl')
}

function invalidContent(message: string): RequestError {
  return new RequestError('INVALID_CONTENT', message, 'content')
}
