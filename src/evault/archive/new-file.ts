import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { syncDirectory } from '../../registry/replace-file.ts'
import { holderFor } from '../backup/holder.ts'
import { ask, type Database } from '../db/database.ts'
import { hasRoomFor } from '../db/free-space.ts'
import { diskError, VaultStartError } from '../errors.ts'
import type { Seal } from '../seal/seal.ts'

/**
 * Where an archive is written until it is whole. The name tells the draft of this data directory from
 * every other file: what an export of it left there that was killed is removed.
 */
export async function prepareDraft(
  file: string,
  dataDirectory: string,
  seal: Pick<Seal, 'key'>,
): Promise<string> {
  const holder = await holderFor(seal, dataDirectory)
  const draft = `${file}.${holder.slice(0, 16)}.draft`
  await rm(draft, { force: true })
  return draft
}

/**
 * The file appears whole or not at all.
 * @param draft as `prepareDraft` names it
 * @throws VaultStartError `DISK_FULL`; what `write` throws
 */
export async function intoNewFile<T>(
  file: string,
  draft: string,
  write: (sink: Writable) => Promise<T>,
): Promise<T> {
  const sink = createWriteStream(draft, { mode: 0o600 })
  try {
    const result = await write(sink)
    const handle = await open(draft, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
    await syncDirectory(dirname(file))
    return result
  } catch (error) {
    // It may be about to open the file.
    if (!sink.closed) await once(sink.destroy(), 'close').catch(() => undefined)
    await rm(draft, { force: true })
    throw diskError(error, dirname(file)) ?? error
  }
}

/** @throws VaultStartError `DISK_FULL` with figures */
export function requireRoomForArchive(directory: string, bytes: number): void {
  if (hasRoomFor(directory, Math.max(0, bytes))) return
  const megabytes = Math.ceil(bytes / 1e6)
  throw new VaultStartError(
    'DISK_FULL',
    `The disk of ${directory} has no room for about ${megabytes} MB. Free some space, or choose another disk. Nothing was written.`,
  )
}

/** About how many bytes a vault's archive has: an upper bound where all of it can be read. */
export async function sizeOfArchive(db: Database): Promise<number> {
  let bytes = 0
  for (const statement of [databaseSize, filesSize]) {
    // What the disk has lost is no reason to export nothing: the rest is then of unknown size.
    const [row] = await ask<{ bytes: string }>(db, statement, []).catch(() => [])
    bytes += Number(row?.bytes ?? 0)
  }
  return bytes
}

const databaseSize = 'SELECT pg_database_size(current_database())::text AS bytes'
const filesSize = 'SELECT coalesce(sum(size), 0)::text AS bytes FROM files'
