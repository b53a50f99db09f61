import { eq } from 'drizzle-orm'
import { backupPlans, backupWorks } from '../db/backup-schema.ts'
import type { Database } from '../db/database.ts'
import type { PlaceSettings } from './place-settings.ts'
import type { S3Settings } from './s3-place.ts'

/** A place as the database has it: without the secret. */
export type PlannedPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & Omit<S3Settings, 'secretAccessKey'>)

/** Where backups are put, when they are made, and which stay. */
export type BackupPlan = Omit<typeof backupPlans.$inferSelect, 'id'>
export type BackupSchedule = BackupPlan['schedule']

/** What came of a kind of work last. */
export type WorkState = typeof backupWorks.$inferSelect
export type BackupWork = WorkState['work']

/** What is kept of backups in the database. */
export interface BackupBook {
  /** null while there is none. */
  readonly plan: BackupPlan | null
  /** null where it never was tried. */
  of(work: BackupWork): WorkState | null
  /** Keeps a new plan, and forgets what came of the one before. */
  begin(plan: BackupPlan): Promise<void>
  change(changes: Partial<Pick<BackupPlan, 'schedule' | 'keepsEverything'>>): Promise<void>
  /** Forgets the plan and what came of it. */
  end(): Promise<void>
  /** Keeps what came of an attempt. */
  note(state: WorkState): Promise<void>
}

/** Held in memory: the clock asks each minute. */
export async function openBackupBook(db: Database): Promise<BackupBook> {
  let plan: BackupPlan | null = (await db.select().from(backupPlans))[0] ?? null
  const works = new Map((await db.select().from(backupWorks)).map((row) => [row.work, row]))
  return {
    get plan() {
      return plan
    },
    of: (work) => works.get(work) ?? null,
    async begin(begun) {
      await db.transaction(async (tx) => {
        await tx.delete(backupPlans)
        await tx.delete(backupWorks)
        await tx.insert(backupPlans).values(begun)
      })
      works.clear()
      plan = begun
    },
    async change(changes) {
      if (plan === null || Object.keys(changes).length === 0) return
      await db.update(backupPlans).set(changes)
      plan = { ...plan, ...changes }
    },
    async end() {
      await db.transaction(async (tx) => {
        await tx.delete(backupPlans)
        await tx.delete(backupWorks)
      })
      works.clear()
      plan = null
    },
    async note(state) {
      await db.transaction(async (tx) => {
        await tx.delete(backupWorks).where(eq(backupWorks.work, state.work))
        await tx.insert(backupWorks).values(state)
      })
      works.set(state.work, state)
    },
  }
}

/** For people. */
export function titleOf(place: PlannedPlace): string {
  if (place.kind === 'folder') return place.folder
  const { endpoint, bucket, prefix } = place
  return `s3://${[bucket, prefix].filter(Boolean).join('/')} at ${new URL(endpoint).host}`
}

/** @param secret of the access key; null where there is none, as for a folder */
export function withSecret(place: PlannedPlace, secret: string | null): PlaceSettings {
  return place.kind === 'folder' ? place : { ...place, secretAccessKey: secret ?? '' }
}
