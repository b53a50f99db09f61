import type { KitStatus } from '../../../ipc/contract.ts'

export type KitState = 'none' | 'current' | 'old' | 'keys-alone'

/**
 * What a saved recovery kit is worth: `old` lacks keys that were made since, `keys-alone` does
 * not open the vault's records: it is from before the vault was encrypted, or brought back otherwise. `head` is the `versionId` of the
 * identity log's newest entry.
 */
export function kitState(
  { savedAt, logVersion, opensRecords }: KitStatus,
  head: string | undefined,
): KitState {
  if (savedAt === null) return 'none'
  if (!opensRecords) return 'keys-alone'
  return logVersion === head ? 'current' : 'old'
}
