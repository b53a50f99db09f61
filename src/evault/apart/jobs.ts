import type { ExportedArchive, ExportJob } from '../archive/jobs.ts'
import type { MadeBackup } from '../backup/backup-of-vault.ts'
import type { DrillResult } from '../backup/drill.ts'
import type { BackupJob, DrillJob, PassphraseJob } from '../backup/jobs.ts'
import type { Log } from '../log.ts'

/** Work that is done in a thread of its own: each with what goes in and what comes back. */
export interface Jobs {
  backup: { input: BackupJob; result: MadeBackup }
  export: { input: ExportJob; result: ExportedArchive }
  drill: { input: DrillJob; result: DrillResult }
  /** Takes a second of nothing but reckoning. */
  'seal-for-passphrase': { input: PassphraseJob; result: Uint8Array }
}
export type JobKind = keyof Jobs

export interface JobProgress {
  /** Bytes. */
  readonly done: number
  readonly total: number
}

/** What every job is done with. */
export interface JobMeans {
  readonly signal: AbortSignal
  readonly log: Log
  onProgress(progress: JobProgress): void
  /** Has the owner's key sign, which is elsewhere; null where it does not. */
  sign(bytes: Uint8Array): Promise<Uint8Array | null>
}

/** How each of them is done. */
export type JobRunners = {
  [K in JobKind]: (input: Jobs[K]['input'], means: JobMeans) => Promise<Jobs[K]['result']>
}

/** What a thread is begun with. */
export type JobOrder = { [K in JobKind]: { kind: K; input: Jobs[K]['input'] } }[JobKind]

/** What is said to the thread. */
export type ToJob =
  | { readonly kind: 'cancel' }
  | { readonly kind: 'signed'; readonly raw: Uint8Array | null }

/** What the thread says. */
export type FromJob =
  | ({ readonly kind: 'progress' } & JobProgress)
  | {
      readonly kind: 'log'
      readonly level: keyof Log
      readonly parts: readonly unknown[]
    }
  /** One at a time. */
  | { readonly kind: 'sign'; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: ToldError }

/** An error on its way between threads, where classes are lost. */
export interface ToldError {
  readonly name: string
  readonly code: unknown
  readonly message: string
  readonly stack: string | undefined
}
