import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { syncDirectory } from '../../registry/replace-file.ts'
import type { Seal } from '../seal/seal.ts'
import { type BlobDraft, FileDraft } from './blob-draft.ts'
import {
  createBlobCipher,
  nameOfBlob,
  type OpenedBlob,
  plainSize,
  readHeader,
  readSealed,
  type StoredBlob,
  sealedSize,
} from './sealed-blob.ts'

/** The bytes of files, each kept once under its hash, whoever refers to it. */
export interface BlobStore {
  draft(): Promise<BlobDraft>
  /**
   * A blob's bytes, or those from `start` to `end` (both inclusive, from 0); null when there is
   * no such blob. The stream holds a file open: read it to its end or destroy it.
   */
  open(key: string, range?: { start: number; end: number }): Promise<Readable | null>
  /** A blob's length in bytes; null when there is no such blob. */
  size(key: string): Promise<number | null>
  /**
   * Removes blobs that nobody refers to, and drafts that a killed process left behind.
   * `isReferenced` says which of at most 500 keys are in use. Younger blobs than an hour stay:
   * they may belong to an upload that commits right now.
   * @returns how many blobs were removed
   */
  collect(isReferenced: (keys: readonly string[]) => Promise<ReadonlySet<string>>): Promise<number>
}

const hour = 60 * 60 * 1000
const day = 24 * hour
const batchSize = 500
const keyPattern = /^[0-9a-f]{64}$/

/**
 * A content-addressed store in a directory, which is made when it is needed:
 * `<directory>/<first two hex digits>/<name>`, and `<directory>/drafts/<uuid>` for what is being
 * written. A name is a keyed hash of the key, and everything is sealed as it is written
 * (`sealed-blob.ts`). One store per directory: its parts take turns within this process only.
 * `now` is in milliseconds since 1970.
 */
export function createBlobStore(
  directory: string,
  seal: Pick<Seal, 'key'>,
  { now = Date.now }: { now?: () => number } = {},
): BlobStore {
  const keys = { files: seal.key('files'), names: seal.key('file-names') }
  return new DirectoryBlobStore(directory, keys, now)
}

interface BlobKeys {
  readonly files: Uint8Array
  readonly names: Uint8Array
}

class DirectoryBlobStore implements BlobStore {
  readonly #drafts: string
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(
    readonly directory: string,
    readonly keys: BlobKeys,
    readonly now: () => number,
  ) {
    this.#drafts = join(directory, 'drafts')
  }

  async draft(): Promise<BlobDraft> {
    const made = await mkdir(this.#drafts, { recursive: true, mode: 0o700 })
    if (made !== undefined) await syncDirectory(dirname(this.directory))
    const file = join(this.#drafts, randomUUID())
    const handle = await open(file, 'wx', 0o600)
    const cipher = createBlobCipher(this.keys.files)
    await handle.writeFile(cipher.header)
    const keep = (blob: StoredBlob) => this.#keep(file, blob)
    return new FileDraft(handle, cipher, file, this.directory, keep, this.now)
  }

  async open(key: string, range?: { start: number; end: number }): Promise<Readable | null> {
    if (!keyPattern.test(key)) return null
    const handle = await orNull(open(this.#fileOf(key), 'r'))
    if (handle === null) return null
    const opened = await this.#readHeader(handle)
    if (opened?.blob.key === key) {
      return readSealed(handle, opened, range ?? { start: 0, end: opened.blob.size - 1 })
    }
    await handle.close()
    throw new Error(`the stored bytes ${key} are damaged`)
  }

  async size(key: string): Promise<number | null> {
    const present = await this.#stat(key)
    return present && plainSize(present.size)
  }

  async collect(
    isReferenced: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<number> {
    await this.#dropAbandonedDrafts()
    let removed = 0
    for await (const keys of inBatches(this.#oldKeys())) {
      const referenced = await isReferenced(keys)
      for (const key of keys) {
        if (!referenced.has(key) && (await this.#removeOld(key))) removed += 1
      }
    }
    return removed
  }

  /** Moves a finished draft to its place, or drops it when its bytes are there already. */
  async #keep(draft: string, { key, size }: StoredBlob): Promise<void> {
    const file = this.#fileOf(key)
    const folder = dirname(file)
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    await this.#inTurn(async () => {
      const present = await this.#stat(key)
      // Another length under this hash is a damaged blob: these bytes mend it.
      if (present?.size !== sealedSize(size)) return rename(draft, file)
      // An orphan that is uploaded again must not be collected before the upload commits.
      const time = this.now() / 1000
      await utimes(file, time, time)
      await rm(draft)
    })
    await syncDirectory(folder)
    if (made !== undefined) await syncDirectory(this.directory)
  }

  /** Removes a blob unless an upload brought it again since its age was looked at. */
  #removeOld(key: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const present = await this.#stat(key)
      if (!present || !this.#isOlder(present, hour)) return false
      await rm(this.#fileOf(key))
      return true
    })
  }

  /** One after the other, so that no blob is removed between being found and being touched. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lastTurn.then(work)
    this.#lastTurn = result.catch(() => undefined)
    return result
  }

  async *#oldKeys(): AsyncGenerator<string> {
    for (const folder of await namesIn(this.directory)) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue
      for (const name of await namesIn(join(this.directory, folder))) {
        const file = join(this.directory, folder, name)
        const present = await orNull(stat(file))
        if (!present || !this.#isOlder(present, hour)) continue
        const key = await this.#keyOf(file)
        if (key !== null && file === this.#fileOf(key)) yield key
      }
    }
  }

  /** The key of what a file holds; null for what is no blob of this vault, which is left alone. */
  async #keyOf(file: string): Promise<string | null> {
    const handle = await orNull(open(file, 'r'))
    if (handle === null) return null
    try {
      return (await readHeader(handle, this.keys.files))?.blob.key ?? null
    } finally {
      await handle.close()
    }
  }

  /** Closes a handle that can't be read. */
  async #readHeader(handle: FileHandle): Promise<OpenedBlob | null> {
    try {
      return await readHeader(handle, this.keys.files)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  async #dropAbandonedDrafts(): Promise<void> {
    for (const name of await namesIn(this.#drafts)) {
      const file = join(this.#drafts, name)
      const present = await orNull(stat(file))
      if (present && this.#isOlder(present, day)) await rm(file, { force: true })
    }
  }

  async #stat(key: string): Promise<Stats | null> {
    if (!keyPattern.test(key)) return null
    return orNull(stat(this.#fileOf(key)))
  }

  #isOlder({ mtimeMs }: Stats, age: number): boolean {
    return this.now() - mtimeMs > age
  }

  #fileOf(key: string): string {
    const name = nameOfBlob(this.keys.names, key)
    return join(this.directory, name.slice(0, 2), name)
  }
}

async function* inBatches(keys: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = []
  for await (const key of keys) {
    batch.push(key)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function namesIn(directory: string): Promise<string[]> {
  return (await orNull(readdir(directory))) ?? []
}

/** Null for what is not there. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
