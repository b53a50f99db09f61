import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

/** Whole pages of Postgres, behind a header that is one, too. */
const sliceBytes = 256 * 1024
const headerBytes = 4096

/** What opening and closing a file takes, as time for so many bytes. */
const perFileBytes = 16 * 1024

/** Where pg_control is, which says where in the log to begin: first. Then small things. */
const control = 'global'
const tables = 'base'
const writeAheadLog = 'pg_wal'

/**
 * Copies the files of a database that is in use, as they are on the disk: encrypted. Called right
 * after a checkpoint, with none until it has ended. Postgres brings the copy in order when it opens
 * it, as after a crash: the log is copied last, so that it knows of all that reached a table before.
 * What was committed before the call is in it.
 *
 * PGlite writes in this thread, so what is read at once here is not read half written. Between two
 * slices others are served.
 * @throws the file system's errors; what the signal is aborted with
 */
export async function copyDatabase(
  folder: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  let copied = 0
  for (const bytes of copyInOrder(folder, target)) {
    copied += bytes + perFileBytes
    if (copied < sliceBytes) continue
    copied = 0
    await setImmediate()
    signal.throwIfAborted()
  }
}

function* copyInOrder(folder: string, target: string): Generator<number> {
  mkdirSync(target, { mode: 0o700 })
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries) if (entry.isFile()) yield* copyFile(folder, target, entry.name)
  const rooms = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const others = rooms.filter((name) => ![control, tables, writeAheadLog].includes(name))
  for (const name of [control, ...others, tables, writeAheadLog]) {
    yield* copyFolder(join(folder, name), join(target, name))
  }
}

function* copyFolder(folder: string, target: string): Generator<number> {
  mkdirSync(target, { mode: 0o700 })
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry
    if (entry.isDirectory()) yield* copyFolder(join(folder, name), join(target, name))
    else yield* copyFile(folder, target, name)
  }
}

/** A file that goes meanwhile is no part of what the log leads to. */
function* copyFile(folder: string, target: string, name: string): Generator<number> {
  const source = openOrNull(join(folder, name))
  if (source === null) return
  const copy = openSync(join(target, name), 'wx', 0o600)
  try {
    const slice = Buffer.allocUnsafe(headerBytes + sliceBytes)
    for (let at = 0, length = slice.length; ; length = sliceBytes) {
      const count = readSync(source, slice, 0, length, at)
      if (count > 0) writeSync(copy, slice, 0, count, at)
      yield count
      if (count < length) return
      at += count
    }
  } finally {
    closeSync(copy)
    closeSync(source)
  }
}

function openOrNull(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
