import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { VaultMeans } from '../evault/index.ts'

const beside = join(import.meta.dirname, '..')

/**
 * What the build puts beside this room: the script of a vault's threads, and the database that new
 * vaults start from. Run from the sources there is neither: a vault takes seconds longer to make,
 * and nothing that needs a thread of its own (backups, exports) works.
 */
export function built(): Pick<VaultMeans, 'templateDirectory' | 'workerEntry'> {
  const template = join(beside, 'template')
  return {
    templateDirectory: existsSync(template) ? template : null,
    workerEntry: join(beside, 'evault', 'worker.js'),
  }
}
