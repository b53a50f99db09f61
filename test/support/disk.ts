import { execFile } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A small disk of its own, in memory. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  /** Writes a file so that this many bytes stay free. */
  fillUpTo(freeBytes: number): Promise<void>
  /** Takes that file away again. */
  clear(): Promise<void>
  setReadOnly(readOnly: boolean): Promise<void>
}

/** Mounting needs root; where it is refused, the tests that need a disk say so and are skipped. */
export const canMount = await tryMount()

/** @throws where mounting is refused */
export async function mountDisk(megabytes: number): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), 'evault-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'evault-test', path])
  const filler = join(path, 'filler')
  return {
    path,
    async fillUpTo(freeBytes) {
      for (;;) {
        await rm(filler, { force: true })
        const { bavail, bsize } = statfsSync(path)
        const size = Math.max(0, bavail * bsize - freeBytes)
        // Others write at the same time.
        const isFull = await writeFile(filler, Buffer.alloc(size)).then(() => true, ranOut)
        if (isFull) return
      }
    },
    clear: () => rm(filler),
    async setReadOnly(readOnly) {
      await run('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path])
    },
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', path])
      await rm(path, { recursive: true })
    },
  }
}

function ranOut(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOSPC') return false
  throw error
}

async function tryMount(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const path = await mkdtemp(join(tmpdir(), 'evault-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', 'evault-test', path])
    await run('umount', [path])
    return true
  } catch {
    return false
  } finally {
    await rm(path, { recursive: true })
  }
}
