import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { BackupError } from './place.ts'
import type { RepositoryKey } from './repository-key.ts'

const formatVersion = 1
/** Of an index, unpacked: what more a hostile place offers is not read. */
const largestIndexBytes = 512 * 1024 * 1024

/** Part of a file: which of `pieces`, where in it, how many bytes. */
export type FilePart = [piece: number, offset: number, length: number]

const count = z.int().nonnegative()
const indexSchema = z.object({
  version: z.literal(formatVersion),
  /** ISO 8601. */
  createdAt: z.iso.datetime(),
  /** What is backed up: which vault, by which version of the app, in which schema. */
  facts: z.record(z.string(), z.string()),
  /** Counts and hashes by noun, as the vault had them. */
  manifest: z.unknown(),
  /** Names of all pieces that the files need. */
  pieces: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  files: z.array(
    z.object({
      path: z.string(),
      /** Bytes. */
      size: count,
      parts: z.array(z.tuple([count, count, count])),
    }),
  ),
})

/** What one backup holds, and where its pieces are. */
export type BackupIndex = z.infer<typeof indexSchema>
export type IndexedFile = BackupIndex['files'][number]

/** A backup by the name of its index. */
export interface BackupName {
  /** `<time>-<32 hex digits>`: it sorts by time, and only the key's holder can make it. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
}

const idPattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{32}$/
const folder = 'backups/'
const ending = '.age'

/** Name of the object of an index. */
export function indexObject(id: string): string {
  return `${folder}${id}${ending}`
}

/** Null for what is no index. */
export function parseIndexObject(object: string): BackupName | null {
  if (!object.startsWith(folder) || !object.endsWith(ending)) return null
  return parseBackupId(object.slice(folder.length, -ending.length))
}

/** Null for what is no id. */
export function parseBackupId(id: string): BackupName | null {
  const match = idPattern.exec(id)
  if (match === null) return null
  const [, year, month, day, hour, minute, second] = match
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : { id, at }
}

/** An index as an object: age over gzip over JSON. */
export async function sealIndex(key: RepositoryKey, index: BackupIndex) {
  const content = Buffer.from(JSON.stringify(index))
  const id = idOf(key, index.createdAt, content)
  return { id, bytes: await key.seal(gzipSync(content)) }
}

/**
 * Reads an index back. Anybody who knows the recipient could make an age file: that the owner's
 * vault made this one shows in its id.
 * @throws BackupError `BACKUP_DAMAGED`
 */
export async function openIndex(
  key: RepositoryKey,
  id: string,
  bytes: Uint8Array,
): Promise<BackupIndex> {
  try {
    const packed = await key.open(bytes)
    const content = gunzipSync(packed, { maxOutputLength: largestIndexBytes })
    const index = indexSchema.parse(JSON.parse(content.toString()))
    if (idOf(key, index.createdAt, content) === id) return index
  } catch (cause) {
    throw damaged(id, cause)
  }
  throw damaged(id)
}

function idOf(key: RepositoryKey, createdAt: string, content: Uint8Array): string {
  const time = `${createdAt.slice(0, 19).replace(/[-:]/g, '')}Z`
  return `${time}-${key.nameOf(content).slice(0, 32)}`
}

function damaged(id: string, cause?: unknown): BackupError {
  const message = `The backup ${id} is damaged: its index can't be read. Use an earlier one.`
  return new BackupError('BACKUP_DAMAGED', message, { cause })
}
