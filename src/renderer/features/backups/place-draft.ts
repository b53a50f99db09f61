import type { StartBackupsInput } from '../../graphql/documents.generated.ts'
import type { BackupPlan } from './use-backups.ts'

/** What is typed and chosen of a place, and of how it is used. */
export interface PlaceDraft {
  readonly kind: BackupPlan['kind']
  /** null until one is chosen. */
  readonly folder: string | null
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly prefix: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly schedule: BackupPlan['schedule']
  readonly keepsEverything: boolean
}

export const emptyDraft: PlaceDraft = {
  ...{ kind: 'folder', folder: null, endpoint: '', region: '', bucket: '', prefix: '' },
  ...{ accessKeyId: '', secretAccessKey: '', schedule: 'daily', keepsEverything: false },
}

/** Whether there is enough of it for the vault to look there. */
export function isComplete(draft: PlaceDraft): boolean {
  if (draft.kind === 'folder') return draft.folder !== null
  const { endpoint, bucket, accessKeyId, secretAccessKey } = draft
  return [endpoint, bucket, accessKeyId, secretAccessKey].every((text) => text.trim() !== '')
}

/** What a place is called while the vault has not said it. */
export function placeName({ kind, folder, bucket, prefix }: PlaceDraft): string {
  if (kind === 'folder') return folder ?? ''
  return `s3://${[bucket, prefix]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('/')}`
}

/**
 * What the vault is sent.
 * @param begun how they are begun where there are none; null to go on with those that are there
 */
export function inputOf(
  draft: PlaceDraft,
  begun: { readonly passphrase: string | null } | null,
): StartBackupsInput {
  const { kind, folder, schedule, keepsEverything, secretAccessKey } = draft
  const { endpoint, region, bucket, prefix, accessKeyId } = draft
  const names = { endpoint, region, bucket, prefix, accessKeyId }
  const trimmed = Object.fromEntries(
    Object.entries(names).map(([name, text]) => [name, text.trim()]),
  ) as typeof names
  return {
    ...(kind === 'folder' ? { folder } : { s3: { ...trimmed, secretAccessKey } }),
    ...{ schedule, keepsEverything, begin: begun !== null },
    ...(begun?.passphrase && { passphrase: begun.passphrase }),
  }
}
