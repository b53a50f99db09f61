import type { SealedFile } from './sealed-file.ts'
import { isZero } from './sectors.ts'
import type { StoredFiles } from './stored-files.ts'

/** Where Postgres keeps, among other things, from which checkpoint it starts. */
export const controlPath = '/global/pg_control'

// The state of the database in pg_control, and its value after an orderly shutdown.
const stateAt = 16
const shutDown = 1

/** Tells Postgres who else has the database open; a vault has a lock of its own (`lock.ts`). */
export const lockPath = '/postmaster.pid'

export function isLog(path: string): boolean {
  return path.startsWith('/pg_wal/')
}

/** Files that Postgres throws away when it starts. */
export function isTemporary(path: string): boolean {
  return path.includes('/pgsql_tmp')
}

/** New empty pages say nothing that the log must say first. */
export function isGrowth(file: SealedFile, bytes: Buffer, position: number): boolean {
  return position >= file.size && isZero(bytes)
}

/** False after a crash, and where there is no database yet. */
export function wasShutDown(files: StoredFiles): boolean {
  try {
    const state = Buffer.alloc(4)
    const count = files.find(controlPath).content.read(state, stateAt)
    return count === 4 && state.readUInt32LE() === shutDown
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
