import type { KitStatus } from '../../../ipc/contract.ts'

export type KitState = 'none' | 'current' | 'old' | 'unencrypted'

/**
 * What a saved recovery kit is worth: `old` lacks keys that were made since, `unencrypted` is from
 * before the vault was encrypted and does not open its records. `head` is the `versionId` of the
 * identity log's newest entry.
 */
export function kitState(
  { savedAt, logVersion, opensRecords }: KitStatus,
  head: string | undefined,
): KitState {
  if (savedAt === null) return 'none'
  if (!opensRecords) return 'unencrypted'
  return logVersion === head ? 'current' : 'old'
}
