import type { VaultManifest } from '../archive/vault-manifest.ts'

/** A part of a vault, as its owner knows it. */
export type VaultPart =
  | 'records'
  | 'versions'
  | 'files'
  | 'documents'
  | 'activity'
  | 'access'
  | 'deliveries'
  | 'identity'
  | 'settings'
  /** All that is no file: where the database can't be opened, nothing of it can be compared. */
  | 'database'
  | 'registry'
  /** The vault of another eName. */
  | 'owner'

/** What is not as it was backed up, of one part. Where the counts are the same, the content is other. */
export interface Difference {
  readonly part: VaultPart
  /** How many there were, and are: records, files, entries, parts of the database. */
  readonly expected: number
  readonly found: number
}

/** Tables that are not here belong to the settings. */
const partOfTable: Readonly<Record<string, VaultPart>> = {
  ...{ meta_envelopes: 'records', ontology_counts: 'records', versions: 'versions' },
  ...{ files: 'files', sent_signatures: 'documents', pending_signatures: 'documents' },
  ...{ operation_log: 'activity', log_heads: 'activity', imported_logs: 'activity' },
  ...{
    access_log: 'activity',
    visitors: 'activity',
    consents: 'access',
    platform_sessions: 'access',
  },
  ...{ awareness_cursors: 'deliveries', delivery_platforms: 'deliveries' },
  ...{ deliveries: 'deliveries', delivery_attempts: 'deliveries', disclosures: 'deliveries' },
  ...{ vaults: 'identity', public_keys: 'identity', owner_keys: 'identity', key_uses: 'identity' },
  ...{ identity_log: 'identity', recoveries: 'identity', recovery_answers: 'identity' },
  ...{ recovery_requests: 'identity', passphrases: 'identity' },
}

const words: Readonly<Record<VaultPart, string>> = {
  ...{ records: 'Records', versions: 'Earlier versions', files: 'Files' },
  ...{ documents: 'Signatures of binding documents', activity: 'Entries of the activity log' },
  ...{ access: 'Decisions about access', deliveries: 'Deliveries', identity: 'Your identity' },
  ...{ settings: 'Settings', database: 'Parts of the database' },
  ...{ registry: 'What the registry knows', owner: 'The eName of the vault' },
}

/** In English, for the command line and the log. */
export function differenceText({ part, expected, found }: Difference): string {
  const what = expected === found ? 'not as they were' : `${found} of ${expected} are there`
  return `${words[part]}: ${what}`
}

/** What can't be read of a backup, by its paths. */
export function damageOf(paths: readonly string[], damaged: readonly string[]): Difference[] {
  const parts = new Map<VaultPart, { expected: number; found: number }>()
  const lost = new Set(damaged)
  for (const path of paths) {
    const part = partOfPath(path)
    const count = parts.get(part) ?? { expected: 0, found: 0 }
    count.expected += 1
    if (!lost.has(path)) count.found += 1
    parts.set(part, count)
  }
  return [...parts]
    .map(([part, count]) => ({ part, ...count }))
    .filter(({ expected, found }) => expected !== found)
}

function partOfPath(path: string): VaultPart {
  if (path.startsWith('pg/')) return 'database'
  return path.startsWith('files/') ? 'files' : 'registry'
}

/** What two manifests differ in. Hashes of tables in another version's schema can't be compared. */
export function compareManifests(before: VaultManifest, now: VaultManifest): Difference[] {
  const differences: Difference[] = []
  if (before.vault.ename !== now.vault.ename) {
    differences.push({ part: 'owner', expected: 1, found: 1 })
  }
  if (before.files.sha256 !== now.files.sha256) {
    differences.push({ part: 'files', expected: before.files.count, found: now.files.count })
  }
  if (before.vault.schema !== now.vault.schema) return differences
  const tables = new Map(now.tables.map((table) => [table.name, table]))
  for (const { name, rows, sha256 } of before.tables) {
    const table = tables.get(name)
    const part = partOfTable[name] ?? 'settings'
    // Of a part with several tables, the first that differs stands for it.
    if (table?.sha256 === sha256 || differences.some((one) => one.part === part)) continue
    differences.push({ part, expected: rows, found: table?.rows ?? 0 })
  }
  return differences
}
