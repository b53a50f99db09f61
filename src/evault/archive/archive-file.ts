import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import {
  type ArchiveChunk,
  ArchiveError,
  type ArchiveManifest,
  type ArchiveSignature,
  entryNames,
  largestChunkBytes,
  parseManifest,
  parseSignature,
} from './archive-format.ts'
import { reasonOf } from './table-rows.ts'

/** An archive that is open for reading. Nothing in it is believed: it may be anybody's. */
export interface ArchiveFile extends Disposable {
  readonly manifest: ArchiveManifest
  /** As it is in the archive: what was signed. */
  readonly manifestText: Buffer
  readonly signature: ArchiveSignature | null
  /**
   * The lines of a part, which are those that the manifest speaks of.
   * @throws ArchiveDamage
   */
  chunk(chunk: ArchiveChunk): Promise<Buffer>
  /** All files in the order of their keys. Read each before the next. */
  files(): AsyncGenerator<ArchivedFile>
}

export interface ArchivedFile {
  /** The SHA-256 that its bytes should have. */
  readonly key: string
  readonly size: number
  open(): Promise<Readable>
}

/** A part of an archive that is not what the manifest says, and why. */
export class ArchiveDamage extends Error {
  override readonly name = 'ArchiveDamage'
}

const allowedName =
  /^(README\.txt|problems\.ndjson|manifest\.(json|sig)|tables\/[a-z_]{1,63}\/\d{6,9}\.ndjson)$/
const fileName = /^files\/([0-9a-f]{64})$/
const storedOrDeflated = [0, 8]
/** A vault of 10 GB has five thousand parts. */
const mostParts = 100_000
const largestManifestBytes = 256 * 1024 * 1024
const largestSignatureBytes = 4 * 1024

/** @throws ArchiveError for what is no archive, or has in it what no archive has */
export async function openArchive(path: string): Promise<ArchiveFile> {
  const zip = await openZip(path)
  try {
    const parts = await listParts(zip)
    const manifestText = await readText(zip, parts, entryNames.manifest, largestManifestBytes)
    if (manifestText === null) {
      throw new ArchiveError('This archive has no manifest: it is damaged, or none of a vault.')
    }
    const signature = await readText(zip, parts, entryNames.signature, largestSignatureBytes)
    return {
      manifest: parseManifest(manifestText.toString()),
      manifestText,
      signature: signature && parseSignature(signature.toString()),
      chunk: (chunk) => readChunk(zip, parts, chunk),
      files: () => readFiles(path),
      [Symbol.dispose]: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, strictFileNames: true })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new ArchiveError(`There is no file ${path}.`, { cause })
    }
    throw new ArchiveError(
      `${path} can’t be read as a zip archive (${reasonOf(cause)}). If it was cut off, “zip -FF” may bring it back.`,
      { cause },
    )
  }
}

/** Every entry, whose names must be those of an archive, each once; all but files by their names. */
async function listParts(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>()
  let lastFile = ''
  for await (const entry of entriesOf(zip)) {
    const name = entry.fileName
    const file = fileName.exec(name)?.[1]
    if (file === undefined && !allowedName.test(name)) {
      throw new ArchiveError(`This is no archive of a vault: it has ${JSON.stringify(name)} in it.`)
    }
    if (parts.has(name) || (file !== undefined && file <= lastFile)) {
      throw new ArchiveError(`This is no archive of a vault: ${name} is in it twice, or misplaced.`)
    }
    if (entry.isEncrypted() || !storedOrDeflated.includes(entry.compressionMethod)) {
      throw new ArchiveError(`${name} is encrypted, or packed in a way that no archive is.`)
    }
    if (file === undefined) parts.set(name, entry)
    else lastFile = file
    if (parts.size > mostParts) throw new ArchiveError('This archive has too many parts.')
  }
  return parts
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry()
  } catch (cause) {
    throw new ArchiveError(`The archive’s list of contents is damaged: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

async function readText(
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
  name: string,
  mostBytes: number,
): Promise<Buffer | null> {
  const entry = parts.get(name)
  if (entry === undefined) return null
  if (entry.uncompressedSize > mostBytes) throw new ArchiveError(`${name} is too large.`)
  try {
    return await readEntry(zip, entry)
  } catch (cause) {
    throw new ArchiveError(`${name} can’t be read: ${reasonOf(cause)}`, { cause })
  }
}

async function readChunk(
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
  { file, bytes, sha256 }: ArchiveChunk,
): Promise<Buffer> {
  const entry = parts.get(file)
  if (entry === undefined) throw new ArchiveDamage('it is not in the archive')
  if (bytes > largestChunkBytes) throw new ArchiveDamage('it is larger than this app can take')
  if (entry.uncompressedSize !== bytes) throw new ArchiveDamage('it does not have its length')
  let lines: Buffer
  try {
    lines = await readEntry(zip, entry)
  } catch (cause) {
    throw new ArchiveDamage(`it can’t be read: ${reasonOf(cause)}`, { cause })
  }
  if (createHash('sha256').update(lines).digest('hex') === sha256) return lines
  throw new ArchiveDamage('it is not what was exported')
}

/** No more bytes than the entry says that it has. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = []
  let left = entry.uncompressedSize
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    left -= piece.length
    if (left < 0) break
    pieces.push(piece)
  }
  if (left !== 0) throw new Error('it is longer or shorter than it should be')
  return Buffer.concat(pieces)
}

async function* readFiles(path: string): AsyncGenerator<ArchivedFile> {
  const zip = await openZip(path)
  try {
    for await (const entry of entriesOf(zip)) {
      const key = fileName.exec(entry.fileName)?.[1]
      if (key === undefined) continue
      const { uncompressedSize: size } = entry
      yield { key, size, open: () => zip.openReadStreamPromise(entry) }
    }
  } finally {
    zip.close()
  }
}
