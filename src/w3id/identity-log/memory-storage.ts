import type { IdentityLogEntry, IdentityLogStorage } from './entry.ts'
import { IdentityLogError } from './errors.ts'

/** Keeps logs for as long as the process lives: for tests, and for what nobody has to keep. */
export function createMemoryStorage(): IdentityLogStorage {
  const logs = new Map<string, IdentityLogEntry[]>()
  return {
    async read(id) {
      return structuredClone(logs.get(id) ?? [])
    },
    async append(entry) {
      const log = logs.get(entry.id) ?? []
      if (entry.previous !== (log.at(-1)?.versionId ?? null)) {
        throw new IdentityLogError('CONFLICT', log.length, 'Another entry was written first')
      }
      log.push(structuredClone(entry))
      logs.set(entry.id, log)
    },
  }
}
