import type { BackupFailure, Backups } from './use-backups.ts'

type Told = Pick<Backups, 'plan' | 'isStale' | 'failures'>

/** What is wrong with the backups, most serious first. */
export type BackupTrouble = 'proof-failed' | 'stale'

/** What the owner is told of wherever they are; a drive that is not there today is none of it. */
export function troublesOf({ plan, isStale, failures }: Told): BackupTrouble[] {
  if (plan === null) return []
  return [
    ...(failures.some(isFailedProof) ? ['proof-failed' as const] : []),
    ...(isStale ? ['stale' as const] : []),
  ]
}

/** A trial that came to its end, and found something that can't be restored. */
export function isFailedProof({ work, code }: Pick<BackupFailure, 'work' | 'code'>): boolean {
  return work === 'drill' && code === 'BACKUP_DAMAGED'
}
