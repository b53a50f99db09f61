import type { Seal, SealPurpose } from '../seal/seal.ts'

/** A snapshot of a vault, as a job is given it. */
export interface JobSource {
  /** The database is in `pg` there. */
  readonly directory: string
  /** Where the rest of the vault is. */
  readonly dataDirectory: string
  readonly keys: SourceKeys
}

/** What the vault is encrypted with, for one job: memory of its own, which goes to the job. */
export type SourceKeys = Readonly<Record<SealPurpose | 'database', Uint8Array>>

export function copyKeys(seal: Pick<Seal, 'key' | 'databaseKey'>): SourceKeys {
  return {
    database: new Uint8Array(seal.databaseKey()),
    files: new Uint8Array(seal.key('files')),
    'file-names': new Uint8Array(seal.key('file-names')),
    registry: new Uint8Array(seal.key('registry')),
    'backup-leases': new Uint8Array(seal.key('backup-leases')),
  }
}

/** The keys as those who read a vault expect them. */
export function sealOf({ database, ...keys }: SourceKeys): Pick<Seal, 'key' | 'databaseKey'> {
  return { databaseKey: () => Buffer.from(database), key: (purpose) => keys[purpose] }
}
