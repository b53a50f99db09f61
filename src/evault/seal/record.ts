import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../../registry/replace-file.ts'
import { VaultStartError } from '../errors.ts'

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'))

const recordSchema = z.object({
  version: z.literal(1),
  /** Whose storage it is: the vault instance's W3ID. */
  evaultId: z.string(),
  /**
   * `new` until the database was made, `converting` while what a version without encryption left is
   * being encrypted. Once it is `ready` nothing unencrypted is taken for the vault's own.
   */
  state: z.enum(['new', 'converting', 'ready']),
  /** What was given the storage key, for people. */
  keychain: z.string(),
  /** The data key, wrapped with the storage key. */
  dataKey: bytes,
  recovery: z.object({
    /** `age1…` */
    recipient: z.string(),
    /** The data key, encrypted to the recipient: a file in the age format. */
    dataKey: bytes,
  }),
  /** A MAC over all the rest with a key from the data key: nobody else may say who can recover. */
  mac: bytes,
})

/** What `storage.json` says: how the data key of a vault is kept, of which nothing is secret. */
export type StorageRecord = z.infer<typeof recordSchema>

/** Kept twice: without it neither keychain nor recovery kit opens anything. */
const fileNames = ['storage.json', 'storage.copy.json'] as const

/**
 * The record of a data directory, null where there is none. Where the first file is missing or
 * damaged, the second one counts.
 * @throws VaultStartError `DATA_DAMAGED`, `DATA_FROM_NEWER_VERSION`
 */
export async function readStorageRecord(directory: string): Promise<StorageRecord | null> {
  const found = await readBoth(directory)
  const whole = found.find(isWhole)
  if (whole !== undefined) return whole
  if (found.includes('damaged')) throw damagedRecord(directory)
  return null
}

/** Whether both files hold the record. */
export async function isKeptTwice(directory: string): Promise<boolean> {
  return (await readBoth(directory)).every(isWhole)
}

function readBoth(directory: string) {
  return Promise.all(fileNames.map((name) => readRecord(join(directory, name))))
}

function isWhole(found: StorageRecord | 'damaged' | null): found is StorageRecord {
  return found !== null && found !== 'damaged'
}

async function readRecord(file: string): Promise<StorageRecord | 'damaged' | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const json = parseJson(text)
  const { success, data } = recordSchema.safeParse(json)
  if (success && isUnharmed(json)) return data
  if (z.object({ version: z.int().gt(1) }).safeParse(json).success) {
    throw new VaultStartError(
      'DATA_FROM_NEWER_VERSION',
      `${file} was written by a newer version of this program. Update the app.`,
    )
  }
  return 'damaged'
}

/** Keeps the record; it survives a power cut once this resolves. */
export async function writeStorageRecord(directory: string, record: StorageRecord): Promise<void> {
  const encode = (part: Uint8Array) => Buffer.from(part).toString('base64')
  const { dataKey, recovery, mac, ...rest } = record
  const json = {
    ...rest,
    dataKey: encode(dataKey),
    recovery: { recipient: recovery.recipient, dataKey: encode(recovery.dataKey) },
    mac: encode(mac),
  }
  const text = `${JSON.stringify({ ...json, checksum: checksumOf(json) }, null, 2)}\n`
  for (const name of fileNames) await replaceFile(join(directory, name), text)
}

/** Tells a file that the disk has harmed; the MAC tells one that somebody has changed. */
function checksumOf(json: object): string {
  return createHash('sha256').update(JSON.stringify(json)).digest('hex')
}

function isUnharmed(json: unknown): boolean {
  const { checksum, ...rest } = json as { readonly checksum?: unknown }
  return checksum === checksumOf(rest)
}

/** Without the record nothing in the directory can be read, and nothing is made in its place. */
export function damagedRecord(directory: string): VaultStartError {
  return new VaultStartError(
    'DATA_DAMAGED',
    `The files that say how this vault is encrypted (${fileNames.join(' and ')} in ${directory}) are missing or damaged. Nothing was changed or deleted. Put back a copy of one from a backup.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
