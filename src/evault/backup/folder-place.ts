import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  BackupError,
  type BackupPlace,
  isObjectName,
  type PlacedObject,
  requireObjectName,
} from './place.ts'

const drafts = 'drafts'
const abandonedAfterMs = 24 * 60 * 60 * 1000

/**
 * A folder as a place for backups; it may lie on a drive that is not always there. The folder
 * itself is never made: an empty mount point is not the drive.
 * @throws BackupError from each call
 */
export function createFolderPlace(folder: string): BackupPlace {
  let prepared: Promise<void> | null = null

  async function prepareDrafts(): Promise<void> {
    const own = join(folder, drafts)
    await makeFolder(own)
    // Of processes that were killed.
    for (const name of await readdir(own)) {
      const file = join(own, name)
      const present = await stat(file)
      if (Date.now() - present.mtimeMs > abandonedAfterMs) await rm(file, { force: true })
    }
  }

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    prepared ??= prepareDrafts()
    await prepared.catch((error) => {
      prepared = null
      throw error
    })
    const draft = join(folder, drafts, randomUUID())
    try {
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      const target = join(folder, name)
      await makeParents(folder, name)
      await rename(draft, target)
      await syncFolder(dirname(target))
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined)
      throw error
    }
  }

  async function requireFolder(): Promise<void> {
    if (!(await stat(folder)).isDirectory()) throw absent(folder)
  }

  const telling = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw toBackupError(error, folder)
    })

  return {
    title: folder,
    put(name, bytes) {
      requireObjectName(name)
      return telling(async () => {
        await requireFolder()
        await put(name, bytes)
      })
    },
    get(name) {
      requireObjectName(name)
      return telling(async () => {
        const bytes = await orNull(readFile(join(folder, name)))
        if (bytes === null) await requireFolder()
        return bytes
      })
    },
    list: (prefix) =>
      telling(async () => {
        await requireFolder()
        const objects: PlacedObject[] = []
        // Only the folders of the prefix are looked into.
        await collect(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1), objects)
        return objects.filter(({ name }) => name.startsWith(prefix))
      }),
    remove(name) {
      requireObjectName(name)
      return telling(async () => {
        await requireFolder()
        await rm(join(folder, name), { force: true })
      })
    },
    freeBytes: () =>
      telling(async () => {
        const { bavail, bsize } = await statfs(folder)
        return bavail * bsize
      }),
  }
}

async function collect(root: string, below: string, found: PlacedObject[]): Promise<void> {
  const entries = await orNull(readdir(join(root, below), { withFileTypes: true }))
  for (const entry of entries ?? []) {
    const name = `${below}${entry.name}`
    if (name === drafts || !isObjectName(name)) continue
    if (entry.isDirectory()) await collect(root, `${name}/`, found)
    if (!entry.isFile()) continue
    // Another computer may remove it meanwhile.
    const present = await orNull(stat(join(root, name)))
    if (present) found.push({ name, size: present.size, putAt: present.mtimeMs })
  }
}

/** Never the root: where that is missing, the drive is. */
async function makeParents(root: string, name: string): Promise<void> {
  let at = root
  for (const part of name.split('/').slice(0, -1)) {
    const parent = at
    at = join(at, part)
    if (await makeFolder(at)) await syncFolder(parent)
  }
}

/** True where it was not there. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

const unsupported: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM'])

/** Makes a rename survive a power cut, where the file system of the drive can do that. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!unsupported.has(codeOf(error))) throw error
  } finally {
    await handle.close()
  }
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

const gone: ReadonlySet<unknown> = new Set([
  ...['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'ESTALE', 'EIO'],
  ...['EHOSTDOWN', 'EHOSTUNREACH', 'ENOTCONN', 'ETIMEDOUT'],
])
const refused: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS'])
const full: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

function toBackupError(error: unknown, folder: string): BackupError {
  if (error instanceof BackupError) return error
  const code = codeOf(error)
  if (gone.has(code)) return absent(folder, error)
  if (refused.has(code)) {
    const message = `${folder} may not be written or read. Give this user the right to, or choose another place.`
    return new BackupError('PLACE_REFUSED', message, { cause: error })
  }
  if (full.has(code)) {
    const message = `There is no room left in ${folder}. Free some space, or choose another place. Earlier backups are whole.`
    return new BackupError('PLACE_FULL', message, { cause: error })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new BackupError('PLACE_FAILED', `${folder}: ${reason}`, { cause: error })
}

function absent(folder: string, cause?: unknown): BackupError {
  const message = `${folder} is not there. Connect the drive, then try again.`
  return new BackupError('PLACE_ABSENT', message, { cause })
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}
